package io.jarrah.clc.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.testing.TestingDatabase;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AllocationId;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private final TestingDatabase rows = TestingDatabase.with(TestingCloud.ENTITIES);
    private final Database database = rows.get();
    private final Random random = new Random(3);

    @AfterEach
    void stop() throws SQLException {
        rows.close();
    }

    private AddressPool pool(String addresses) {
        return new AddressPool(new PublicAddressPlan(AddressRanges.parse(addresses), 1000), random);
    }

    private String allocate(AddressPool pool) {
        return database.write(session ->
                pool.allocate(session, TestingCalls.ALICE, TestingCalls.NOW).publicIp());
    }

    private List<String> free(AddressPool pool, int wanted) {
        return database.read(session -> pool.free(session, wanted));
    }

    private void release(String ip) {
        database.write(session -> {
            AddressEntity row = Addresses.find(session, ip).orElseThrow();
            new Translations(session, TestingCalls.NOW).release(row);
            return ip;
        });
    }

    @Test
    void anAddressRestsAsLongAsPossible() {
        AddressPool pool = pool("192.0.2.1-192.0.2.4");
        assertThat(allocate(pool)).isEqualTo("192.0.2.1");
        release("192.0.2.1");
        assertThat(allocate(pool)).isEqualTo("192.0.2.2");
        assertThat(allocate(pool)).isEqualTo("192.0.2.3");
        assertThat(allocate(pool)).isEqualTo("192.0.2.4");
        assertThat(allocate(pool)).isEqualTo("192.0.2.1");
        assertThatThrownBy(() -> allocate(pool))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("Not enough available addresses");
    }

    @Test
    void aFullPoolIsNoticedToHaveRoomAgain() {
        AddressPool pool = pool("192.0.2.1-192.0.2.3");
        AddressPool other = pool("192.0.2.1-192.0.2.3");
        for (int i = 0; i < 3; i++) {
            allocate(i % 2 == 0 ? pool : other);
        }
        assertThat(free(pool, 1)).isEmpty();
        assertThat(free(other, 2)).isEmpty();
        assertThat(free(pool, 1)).as("known to be full").isEmpty();
        release("192.0.2.2");
        assertThat(free(pool, 5)).containsExactly("192.0.2.2");
        assertThat(free(other, 5)).containsExactly("192.0.2.2");
        assertThat(allocate(other)).isEqualTo("192.0.2.2");
        assertThat(free(pool, 1)).isEmpty();
    }

    @Test
    void whatWasTakenOutOfTheSettingStaysWithItsOwnerAndComesNeverBack() {
        AddressPool wide = pool("192.0.2.1-192.0.2.3");
        allocate(wide);
        allocate(wide);
        allocate(wide);
        AddressPool narrow = pool("192.0.2.1");
        assertThat(free(narrow, 1)).isEmpty();
        release("192.0.2.3");
        assertThat(free(narrow, 1)).isEmpty();
        List<AddressEntity> hers = database.read(session -> Addresses.elastic(session, TestingCalls.ALICE));
        assertThat(hers).extracting(AddressEntity::publicIp).containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2");
        release("192.0.2.1");
        assertThat(free(narrow, 9)).containsExactly("192.0.2.1");
    }

    @Test
    void aLargePoolIsUsedUpToTheLastAddressByTwoProcesses() {
        AddressPool one = pool("10.1.0.0/20");
        AddressPool other = pool("10.1.0.0/20");
        int size = one.plan().addresses().size();
        Set<String> taken = new HashSet<>();
        while (taken.size() < size) {
            AddressPool pool = taken.size() % 3 == 0 ? other : one;
            List<String> found = database.write(session -> {
                List<String> free = pool.free(session, 300);
                free.forEach(ip -> session.persist(
                        AddressEntity.elastic(ip, TestingCalls.ALICE, AllocationId.random(random), TestingCalls.NOW)));
                return free;
            });
            assertThat(found).isNotEmpty().doesNotHaveDuplicates();
            found.forEach(ip -> assertThat(taken.add(ip)).as(ip).isTrue());
        }
        assertThat(free(one, 1)).isEmpty();
        assertThat(free(other, 1)).isEmpty();
        release("10.1.7.77");
        assertThat(free(one, 1)).containsExactly("10.1.7.77");
        assertThat(free(other, 3)).containsExactly("10.1.7.77");
    }
}
