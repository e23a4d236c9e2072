package io.jarrah.common.sign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A SigV4 signature as read from a request.
 *
 * @param presigned whether it stands in the query string
 * @param accessKeyId the access key the sender claims
 * @param scope day, region and service of the key
 * @param signedHeaders names in small letters, in the sender's order
 * @param signature 64 hex digits
 * @param signedAt the sender's time
 * @param validity how long a presigned request is good for, 1 s to 7 d
 * @param securityToken session token of temporary credentials
 * @param payload what the signature says of the body
 */
public record SigV4Signature(
        boolean presigned,
        String accessKeyId,
        CredentialScope scope,
        List<String> signedHeaders,
        String signature,
        Instant signedAt,
        Optional<Duration> validity,
        Optional<String> securityToken,
        PayloadHash payload)
        implements ParsedSignature {
    /** Copies the list. */
    public SigV4Signature {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /** Leaves the session token out. */
    @Override
    public String toString() {
        return "SigV4Signature[" + accessKeyId + "/" + scope + ", presigned=" + presigned + ", signedHeaders="
                + String.join(";", signedHeaders) + ", signedAt=" + signedAt + ", payload=" + payload.kind() + "]";
    }
}
