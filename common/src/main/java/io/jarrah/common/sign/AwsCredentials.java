package io.jarrah.common.sign;

import java.util.Optional;

/**
 * What a client signs with.
 *
 * @param accessKeyId public name of the key
 * @param secretKey the secret; never shown
 * @param sessionToken with temporary credentials only; never shown
 */
public record AwsCredentials(String accessKeyId, String secretKey, Optional<String> sessionToken) {
    /** Long-lived credentials. */
    public static AwsCredentials of(String accessKeyId, String secretKey) {
        return new AwsCredentials(accessKeyId, secretKey, Optional.empty());
    }

    /** The access key only. */
    @Override
    public String toString() {
        return "AwsCredentials[" + accessKeyId + "]";
    }
}
