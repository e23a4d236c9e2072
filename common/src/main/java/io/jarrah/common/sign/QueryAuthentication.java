package io.jarrah.common.sign;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Finds out how a request to EC2, IAM or STS is signed: SigV4 in header or query string, or SigV2 in the parameters. Thread-safe.
 *
 * <p>Then, for a {@link SigV4Signature}, {@link #verify} with the key of its scope; for a {@link SigV2Signature}, {@link SigV2Signature#matches}.
 */
public final class QueryAuthentication {
    private final SigV4Verifier v4;
    private final QuerySigV2 v2;

    /** Authentication of requests signed for that profile. */
    public QueryAuthentication(SigningProfile profile, InstantSource clock) {
        this.v4 = new SigV4Verifier(profile, clock);
        this.v2 = new QuerySigV2(clock);
    }

    /**
     * Reads the signature, checking all that needs no key.
     *
     * @param parameters decoded parameters of query string and form body together
     * @throws SignatureRejectedException when there is none ({@link SignatureFailure#MISSING_AUTHENTICATION}), two, or one that cannot be good
     */
    public ParsedSignature parse(HttpRequestView request, Map<String, List<String>> parameters) {
        boolean isV4 = SigV4Verifier.isPresent(request);
        boolean isV2 = QuerySigV2.isPresent(parameters);
        if (isV4 && isV2) {
            throw SigV4Verifier.reject(
                    SignatureFailure.CONFLICTING, "The request is signed with signature version 2 and with version 4");
        }
        if (isV2) {
            return v2.parse(request, parameters);
        }
        if (!isV4 && request.header("authorization").isPresent()) {
            throw SigV4Verifier.reject(
                    SignatureFailure.UNSUPPORTED, "Unsupported Authorization type: only AWS4-HMAC-SHA256 is served");
        }
        return v4.parse(request);
    }

    /**
     * Verifies a SigV4 signature.
     *
     * @param signingKey key of the signature's scope
     * @param body the body as received
     * @throws SignatureRejectedException {@link SignatureFailure#MISMATCH}
     */
    public void verify(HttpRequestView request, SigV4Signature signature, byte[] signingKey, byte[] body) {
        v4.verify(request, signature, signingKey, SigV4Keys.sha256Hex(body));
    }
}
