package io.jarrah.common.sign;

import java.util.Optional;
import java.util.Set;

/**
 * What differs between the services in how they sign.
 *
 * @param services service names accepted in a credential scope
 * @param region the only region accepted; empty accepts any
 * @param s3 whether it is S3: the path encoded once and never normalised, the payload hash declared in a header
 */
public record SigningProfile(Set<String> services, Optional<String> region, boolean s3) {
    /** Needs a service. */
    public SigningProfile {
        services = Set.copyOf(services);
        if (services.isEmpty()) {
            throw new IllegalArgumentException("a signing profile needs at least one service name");
        }
    }

    /** S3, any region. */
    public static SigningProfile ofS3() {
        return new SigningProfile(Set.of("s3"), Optional.empty(), true);
    }

    /** A Query service, any region. */
    public static SigningProfile of(String... services) {
        return new SigningProfile(Set.of(services), Optional.empty(), false);
    }

    /** The same for one region only. */
    public SigningProfile inRegion(String only) {
        return new SigningProfile(services, Optional.of(only), s3);
    }
}
