package io.jarrah.common.contract;

import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import java.time.Duration;
import java.time.LocalDate;

/**
 * What the cloud controller answers to all other components (identity.wsdl).
 *
 * <p>Every method is idempotent, may be called again after a time-out, and throws {@link ServiceException}.
 */
public interface IdentityService {
    /** The SigV4 signing key of an active access key. NOT_FOUND for an unknown or inactive one. */
    SigningKey getSigningKey(
            Correlation correlation, String accessKeyId, LocalDate date, String region, String service);

    /** Checks a SigV2 signature (algorithm HmacSHA1 or HmacSHA256, signature in Base64) in constant time. NOT_FOUND for an unknown key, ACCESS_DENIED for a wrong signature. */
    VerifiedPrincipal verifySignatureV2(
            Correlation correlation, String accessKeyId, String algorithm, String stringToSign, String signature);

    /** The metadata of the one running or booting instance with that address in that network of the caller's own cluster. NOT_FOUND when there is none. */
    InstanceMetadata getInstanceMetadata(
            Correlation correlation, ClusterName cluster, NetworkId network, String sourceIp);

    /** The registry, by long poll; the call also counts as a sign of life of the caller. */
    Changes<Component> describeComponents(Correlation correlation, Revision since, Duration wait);
}
