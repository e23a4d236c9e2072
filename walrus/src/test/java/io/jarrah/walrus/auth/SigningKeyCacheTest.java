package io.jarrah.walrus.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.sign.CredentialScope;
import io.jarrah.walrus.testing.InMemoryIdentityService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SigningKeyCacheTest {
    private static final CredentialScope SCOPE = new CredentialScope(LocalDate.of(2026, 11, 21), "us-east-1", "s3");

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final InMemoryIdentityService identity = new InMemoryIdentityService(clock);
    private final SigningKeyCache cache = new SigningKeyCache(identity, clock);

    private byte[] key() {
        return cache.get(Correlation.random(), "AKIA1", SCOPE).key();
    }

    @Test
    void aDeletedKeyStopsWorkingWithinAMinute() {
        identity.addKey("AKIA1", "secret", new AccountId("111111111111"), false);
        byte[] first = key();
        identity.removeKey("AKIA1");
        now = now.plus(Duration.ofSeconds(20));
        assertThat(key()).isEqualTo(first);
        now = now.plus(Duration.ofSeconds(11));
        assertThatThrownBy(this::key).isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code())
                .isEqualTo(ServiceException.Code.NOT_FOUND));
    }

    @Test
    void aNewKeyWorksAtOnce() {
        assertThatThrownBy(this::key).isInstanceOf(ServiceException.class);
        identity.addKey("AKIA1", "secret", new AccountId("111111111111"), false);
        assertThat(key()).hasSize(32);
    }
}
