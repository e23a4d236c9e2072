package io.jarrah.common.sign;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds out how an S3 request is signed: SigV4 or SigV2, in header or query string, or not at all.
 *
 * <p>Then, for a {@link SigV4Signature}, {@link #verify} with the key of its scope; for a {@link SigV2Signature}, ask the identity service
 * about its strings to sign. Thread-safe.
 */
public final class S3Authentication {
    private final SigV4Verifier v4;
    private final S3SigV2 v2;

    /** Authentication of S3 requests signed for that profile. */
    public S3Authentication(SigningProfile profile, InstantSource clock) {
        this.v4 = new SigV4Verifier(profile, clock);
        this.v2 = new S3SigV2(clock);
    }

    /**
     * Reads the signature, checking all that needs no key; empty for an anonymous request.
     *
     * @param virtualHostBucket the bucket named by the Host header, empty for path style
     * @throws SignatureRejectedException when there is a signature and it cannot be good
     */
    public Optional<ParsedSignature> parse(HttpRequestView request, Optional<String> virtualHostBucket) {
        if (SigV4Verifier.inHeader(request) || (SigV4Verifier.inQuery(request) && !S3SigV2.isPresent(request))) {
            return Optional.of(v4.parse(request));
        }
        if (S3SigV2.isPresent(request)) {
            if (SigV4Verifier.inQuery(request)) {
                throw SigV4Verifier.reject(
                        SignatureFailure.CONFLICTING, "Only one auth mechanism allowed: the request is signed twice");
            }
            return Optional.of(v2.parse(request, virtualHostBucket));
        }
        if (request.header("authorization").isPresent()) {
            throw SigV4Verifier.reject(SignatureFailure.UNSUPPORTED, "Unsupported Authorization Type");
        }
        return Optional.empty();
    }

    /**
     * Verifies a SigV4 signature.
     *
     * @param signingKey key of the signature's scope
     * @throws SignatureRejectedException {@link SignatureFailure#MISMATCH}
     */
    public void verify(HttpRequestView request, SigV4Signature signature, byte[] signingKey) {
        v4.verify(request, signature, signingKey);
    }
}
