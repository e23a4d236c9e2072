package io.jarrah.clc.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.db.Conflicts;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** What no code can bring about, because the table refuses it. */
class AddressConstraintsTest {
    private static TestingCloud cloud;
    private static AllocateAddressResponse elastic;
    private static List<Instance> instances;

    @BeforeAll
    static void start() {
        cloud = new TestingCloud(new PublicAddressPlan(AddressRanges.parse("203.0.113.1-203.0.113.3"), 10));
        elastic = cloud.call(AllocateAddressRequest.builder().build());
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(2)
                .maxCount(2)
                .build());
        instances = answer.instances();
    }

    @AfterAll
    static void stop() throws SQLException {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            addresses_kind        | elastic   | kind = 'BORROWED'
            addresses_allocation  | elastic   | allocation_id = null
            addresses_allocation  | automatic | allocation_id = 'eipalloc-0123456789abcdef0'
            addresses_place       | elastic   | zone_name = 'zone1'
            addresses_place       | automatic | zone_name = null
            addresses_association | elastic   | association_id = 'eipassoc-0123456789abcdef0'
            addresses_association | automatic | association_id = 'eipassoc-0123456789abcdef0'
            addresses_automatic   | automatic | instance_id = null, zone_name = null
            addresses_released    | automatic | released_at = allocated_at
            addresses_instance    | automatic | instance_id = 'i-00000000000000001'
            addresses_zone        | automatic | zone_name = 'zone9'
            """)
    void isRefused(String constraint, String which, String assignment) {
        String ip = which.equals("elastic")
                ? elastic.publicIp()
                : instances.getFirst().publicIpAddress();
        assertRefused(constraint, assignment, ip);
    }

    @Test
    void anInstanceHasOneAddressAndAnAddressOneOwner() {
        String second = instances.getLast().publicIpAddress();
        assertRefused(
                "addresses_one_per_instance",
                "instance_id = '" + instances.getFirst().instanceId() + "'",
                second);
        // The primary key's name is the database's own.
        assertRefused("", "public_ip = '" + elastic.publicIp() + "'", second);
    }

    private static void assertRefused(String constraint, String assignment, String ip) {
        assertThatThrownBy(() -> update(assignment, ip))
                .satisfies(failure ->
                        assertThat(Conflicts.violatedConstraint(failure)).contains(constraint));
    }

    private static void update(String assignment, String ip) {
        int unused = cloud.database.write(session -> session.createNativeMutationQuery(
                        "update addresses set " + assignment + " where public_ip = '" + ip + "'")
                .executeUpdate());
    }
}
