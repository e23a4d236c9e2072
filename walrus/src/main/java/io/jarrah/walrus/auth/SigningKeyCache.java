package io.jarrah.walrus.auth;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.sign.CredentialScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signing keys that were asked for lately. A key is asked for again after 30 s, so a deleted one stops working by then;
 * while the identity service cannot be reached, a key goes on for 60 s in all.
 */
final class SigningKeyCache {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration USABLE = Duration.ofSeconds(60);
    private static final int MAX_ENTRIES = 10_000;

    private final IdentityService identity;
    private final InstantSource clock;
    private final Map<Wanted, Entry> entries = new ConcurrentHashMap<>();

    private record Wanted(String accessKeyId, CredentialScope scope) {}

    private record Entry(SigningKey key, Instant asked) {
        boolean isYoungerThan(Duration age, Instant now) {
            return now.isBefore(asked.plus(age)) && now.isBefore(key.expires());
        }
    }

    SigningKeyCache(IdentityService identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** The key; ServiceException NOT_FOUND when there is no such access key. */
    SigningKey get(Correlation correlation, String accessKeyId, CredentialScope scope) {
        Wanted wanted = new Wanted(accessKeyId, scope);
        Instant now = clock.instant();
        Entry known = entries.get(wanted);
        if (known != null && known.isYoungerThan(FRESH, now)) {
            return known.key();
        }
        try {
            SigningKey key =
                    identity.getSigningKey(correlation, accessKeyId, scope.date(), scope.region(), scope.service());
            makeRoom(now);
            entries.put(wanted, new Entry(key, now));
            return key;
        } catch (ServiceException e) {
            if (e.code() == ServiceException.Code.UNAVAILABLE && known != null && known.isYoungerThan(USABLE, now)) {
                return known.key();
            }
            entries.remove(wanted);
            throw e;
        }
    }

    private void makeRoom(Instant now) {
        if (entries.size() >= MAX_ENTRIES) {
            entries.values().removeIf(entry -> !entry.isYoungerThan(FRESH, now));
        }
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
        }
    }
}
