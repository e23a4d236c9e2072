package io.jarrah.clc.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.ApiWiring;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.testing.TestingDatabase;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.ClusterName;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComponentsTest {
    private static final Instant NOW = TestingCalls.NOW;
    private static final Optional<ClusterName> ZONE = Optional.of(new ClusterName("zone1"));
    private static final String SECRET = "a".repeat(64);
    private static final String KEY = "b".repeat(64);

    private TestingDatabase database;
    private Components components;

    @BeforeEach
    void start() {
        database = TestingDatabase.with(ApiWiring.ENTITIES);
        components = new Components(database.get(), new Zones());
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    @Test
    void aTokenIsGoodOnceAndForOneKey() {
        register(SECRET);
        assertThat(redeem(ComponentRole.NC, "cc", SECRET, KEY, NOW)).isEmpty();
        assertThat(redeem(ComponentRole.CC, "other", SECRET, KEY, NOW)).isEmpty();
        assertThat(redeem(ComponentRole.CC, "cc", "c".repeat(64), KEY, NOW)).isEmpty();
        assertThat(redeem(ComponentRole.CC, "cc", SECRET, KEY, NOW)).isPresent();
        assertThat(redeem(ComponentRole.CC, "cc", SECRET, KEY, NOW))
                .as("the first answer may have been lost")
                .isPresent();
        assertThat(redeem(ComponentRole.CC, "cc", SECRET, "d".repeat(64), NOW))
                .as("another key")
                .isEmpty();
    }

    @Test
    void aTokenExpiresAndIsReplacedByTheNext() {
        register(SECRET);
        assertThat(redeem(ComponentRole.CC, "cc", SECRET, KEY, NOW.plus(Components.TOKEN_LIFE)))
                .isEmpty();
        register("e".repeat(64));
        assertThat(redeem(ComponentRole.CC, "cc", SECRET, KEY, NOW)).isEmpty();
        assertThat(redeem(ComponentRole.CC, "cc", "e".repeat(64), KEY, NOW)).isPresent();
    }

    @Test
    void whoWaitsIsToldOfJoiningAndOfRevocation() throws Exception {
        register(SECRET);
        Changes<Component> nothing = components.since(Revision.NONE, Duration.ZERO);
        assertThat(nothing.items()).isEmpty();
        CompletableFuture<Changes<Component>> waiting =
                CompletableFuture.supplyAsync(() -> components.since(nothing.revision(), Duration.ofSeconds(30)));
        redeem(ComponentRole.CC, "cc", SECRET, KEY, NOW);
        components.joined(cc("f".repeat(64)), NOW);
        Changes<Component> joined = waiting.get(10, TimeUnit.SECONDS);
        assertThat(joined.items()).containsExactly(cc("f".repeat(64)));

        assertThatThrownBy(() -> register(SECRET)).extracting("error").isEqualTo(QueryError.ENTITY_ALREADY_EXISTS);
        components.deregister(ComponentRole.CC, "cc");
        Changes<Component> revoked = components.since(joined.revision(), Duration.ofSeconds(30));
        assertThat(revoked.items()).singleElement().satisfies(component -> assertThat(component.revoked())
                .isTrue());
        components.joined(cc("f".repeat(64)), NOW);
        assertThat(components.published())
                .allSatisfy(component -> assertThat(component.revoked()).isTrue());

        register(SECRET);
        assertThat(components.published())
                .as("registered again, not joined again: its old certificate is nobody's")
                .isEmpty();
    }

    @Test
    void theRestAfterAStartIsReadFromTheRows() {
        register(SECRET);
        redeem(ComponentRole.CC, "cc", SECRET, KEY, NOW);
        components.joined(cc("f".repeat(64)), NOW);
        components.seen(cc("f".repeat(64)), NOW.plusSeconds(5));
        Components restarted = new Components(database.get(), new Zones());
        assertThat(restarted.published()).isEmpty();
        restarted.refresh();
        assertThat(restarted.published()).containsExactly(cc("f".repeat(64)));
        assertThat(restarted.list().getFirst().lastSeen()).hasValue(NOW.plusSeconds(5));
    }

    @Test
    void whatIsWrongIsRefused() {
        assertThatThrownBy(() -> components.register(ComponentRole.CLC, "x", Optional.empty(), SECRET, NOW))
                .extracting("error")
                .isEqualTo(QueryError.VALIDATION_ERROR);
        assertThatThrownBy(() -> components.register(ComponentRole.WALRUS, "x", ZONE, SECRET, NOW))
                .extracting("error")
                .isEqualTo(QueryError.VALIDATION_ERROR);
        assertThatThrownBy(() -> components.register(ComponentRole.NC, "x", Optional.empty(), SECRET, NOW))
                .extracting("error")
                .isEqualTo(QueryError.VALIDATION_ERROR);
        assertThatThrownBy(() -> components.register(ComponentRole.SC, "x", ZONE, SECRET, NOW))
                .extracting("error")
                .isEqualTo(QueryError.NO_SUCH_ENTITY);
        assertThatThrownBy(() -> components.deregister(ComponentRole.NC, "x"))
                .extracting("error")
                .isEqualTo(QueryError.NO_SUCH_ENTITY);
    }

    @Test
    void aClusterHasOneControllerAndByWishASecond() {
        register(SECRET);
        assertThatThrownBy(() -> components.register(ComponentRole.CC, "cc2", ZONE, "b".repeat(64), NOW))
                .hasMessageContaining("as its standby")
                .extracting("error")
                .isEqualTo(QueryError.ENTITY_ALREADY_EXISTS);
        assertThat(components.registerStandby("cc2", ZONE, "b".repeat(64), NOW).cluster())
                .isEqualTo(ZONE);
        assertThatThrownBy(() -> components.registerStandby("cc3", ZONE, "b".repeat(64), NOW))
                .hasMessageContaining("cc and cc2")
                .extracting("error")
                .isEqualTo(QueryError.ENTITY_ALREADY_EXISTS);
        components.deregister(ComponentRole.CC, "cc");
        assertThat(components.registerStandby("cc3", ZONE, "c".repeat(64), NOW).name())
                .isEqualTo("cc3");
    }

    private void register(String secret) {
        components.register(ComponentRole.CC, "cc", ZONE, secret, NOW);
    }

    private Optional<RegisteredComponent> redeem(
            ComponentRole role, String name, String secret, String key, Instant at) {
        return components.redeem(role, name, secret, key, at);
    }

    private static Component cc(String fingerprint) {
        return new Component(
                ComponentRole.CC, "cc", ZONE, URI.create("https://10.0.0.1:8774/services/Cluster"), fingerprint, false);
    }
}
