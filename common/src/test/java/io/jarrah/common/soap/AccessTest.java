package io.jarrah.common.soap;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.ComponentRole;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Map<String, Set<ComponentRole>> IDENTITY = Map.of(
            "getSigningKey", Set.of(ComponentRole.CLC, ComponentRole.WALRUS),
            "verifySignatureV2", Set.of(ComponentRole.CLC, ComponentRole.WALRUS),
            "getInstanceMetadata", Set.of(ComponentRole.CC),
            "describeComponents", Set.of(ComponentRole.values()));

    @Test
    void everyOperationSaysWhoMayCallIt() {
        for (Contract contract : Contract.values()) {
            for (Method method : contract.port().getMethods()) {
                Set<ComponentRole> expected =
                        switch (contract) {
                            case CLUSTER, STORAGE, WALRUS -> Set.of(ComponentRole.CLC);
                            case NODE -> Set.of(ComponentRole.CC);
                            case IDENTITY -> IDENTITY.get(method.getName());
                        };
                assertThat(Access.allowed(contract, method.getName()))
                        .as(contract + " " + method.getName())
                        .isEqualTo(expected);
            }
        }
        assertThat(Access.allowed(Contract.IDENTITY, "somethingNew")).isEmpty();
    }

    @Test
    void idsAreForgottenWhenTheyExpireAndNotBefore() {
        Instant start = Instant.parse("2026-11-21T12:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(start);
        ReplayCache cache = new ReplayCache(now::get, 2);
        assertThat(cache.add("a", start.plusSeconds(60))).isEqualTo(ReplayCache.Verdict.FRESH);
        assertThat(cache.add("a", start.plusSeconds(60))).isEqualTo(ReplayCache.Verdict.REPLAYED);
        assertThat(cache.add("b", start.plusSeconds(10))).isEqualTo(ReplayCache.Verdict.FRESH);
        assertThat(cache.add("c", start.plusSeconds(60))).isEqualTo(ReplayCache.Verdict.FULL);
        now.set(start.plus(Duration.ofSeconds(11)));
        assertThat(cache.add("c", start.plusSeconds(60))).isEqualTo(ReplayCache.Verdict.FRESH);
        assertThat(cache.add("a", start.plusSeconds(60))).isEqualTo(ReplayCache.Verdict.REPLAYED);
    }
}
