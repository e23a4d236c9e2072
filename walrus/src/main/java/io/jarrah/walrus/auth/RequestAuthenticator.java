package io.jarrah.walrus.auth;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.ParsedSignature;
import io.jarrah.common.sign.S3Authentication;
import io.jarrah.common.sign.SigV2Signature;
import io.jarrah.common.sign.SigV4Signature;
import io.jarrah.common.sign.SignatureRejectedException;
import io.jarrah.common.sign.SigningProfile;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Caller;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Verifies signatures of either version, in header or query string. */
public final class RequestAuthenticator {
    private final IdentityService identity;
    private final SigningKeyCache keys;
    private final S3Authentication signatures;

    public RequestAuthenticator(IdentityService identity, InstantSource clock) {
        this.identity = identity;
        this.keys = new SigningKeyCache(identity, clock);
        this.signatures = new S3Authentication(SigningProfile.ofS3(), clock);
    }

    /** Who sent the request; anonymous when it has no signature at all, an S3Exception when it has a bad one. */
    public Authenticated authenticate(
            Correlation correlation, HttpRequestView request, Optional<String> virtualHostBucket) {
        try {
            Optional<ParsedSignature> signature = signatures.parse(request, virtualHostBucket);
            if (signature.isEmpty()) {
                return Authenticated.unsignedBody(new Caller.Anonymous());
            }
            return switch (signature.get()) {
                case SigV4Signature v4 -> verify(correlation, request, v4);
                case SigV2Signature v2 -> Authenticated.unsignedBody(new Caller.Signed(verify(correlation, v2)));
            };
        } catch (SignatureRejectedException e) {
            throw translate(e);
        } catch (ServiceException e) {
            throw translate(e);
        }
    }

    /** The same error as S3 has it; also for what the decoder of a body finds. */
    public static S3Exception translate(SignatureRejectedException e) {
        S3Error error = S3Error.valueOf(e.failure().s3Code());
        String message = e.getMessage() == null ? error.defaultMessage() : e.getMessage();
        S3Exception translated = new S3Exception(error, message, e);
        for (Map.Entry<String, String> detail : e.details().entrySet()) {
            translated = translated.with(detail.getKey(), detail.getValue());
        }
        return translated;
    }

    private Authenticated verify(Correlation correlation, HttpRequestView request, SigV4Signature signature) {
        SigningKey key = keys.get(correlation, signature.accessKeyId(), signature.scope());
        signatures.verify(request, signature, key.key());
        return new Authenticated(
                new Caller.Signed(key.principal()),
                signature.payload(),
                Optional.of(new Authenticated.ChunkChain(signature, key.key())));
    }

    private VerifiedPrincipal verify(Correlation correlation, SigV2Signature signature) {
        ServiceException last = new ServiceException(ServiceException.Code.ACCESS_DENIED, "nothing was signed");
        for (String stringToSign : signature.stringsToSign()) {
            try {
                return identity.verifySignatureV2(
                        correlation,
                        signature.accessKeyId(),
                        signature.algorithm(),
                        stringToSign,
                        signature.signature());
            } catch (ServiceException e) {
                if (e.code() != ServiceException.Code.ACCESS_DENIED) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private static S3Exception translate(ServiceException e) {
        S3Error error =
                switch (e.code()) {
                    case NOT_FOUND -> S3Error.InvalidAccessKeyId;
                    case ACCESS_DENIED -> S3Error.SignatureDoesNotMatch;
                    case INVALID -> S3Error.AuthorizationHeaderMalformed;
                    case UNAVAILABLE, NO_CAPACITY -> S3Error.ServiceUnavailable;
                    case INTERNAL -> S3Error.InternalError;
                };
        return new S3Exception(error, error.defaultMessage(), e);
    }
}
