package io.jarrah.clc.auth;

import io.jarrah.clc.account.Credential;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiException;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.ParsedSignature;
import io.jarrah.common.sign.QueryAuthentication;
import io.jarrah.common.sign.SigV2Signature;
import io.jarrah.common.sign.SigV4Keys;
import io.jarrah.common.sign.SigV4Signature;
import io.jarrah.common.sign.SignatureFailure;
import io.jarrah.common.sign.SignatureRejectedException;
import io.jarrah.common.sign.SigningProfile;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out who signed a request: SigV4 in header or query string, or SigV2 in the parameters. The credential scope must name the API's service and the cloud's region; IAM is global, so there any region does.
 */
public final class RequestAuthenticator {
    private final Function<String, Optional<Credential>> credentials;
    private final Map<Api, QueryAuthentication> readers = new EnumMap<>(Api.class);

    /** {@code credentials} looks an access key up, every time anew. */
    public RequestAuthenticator(
            Function<String, Optional<Credential>> credentials, String region, InstantSource clock) {
        this.credentials = credentials;
        for (Api api : Api.values()) {
            SigningProfile profile = SigningProfile.of(api.service());
            readers.put(api, new QueryAuthentication(api == Api.IAM ? profile : profile.inRegion(region), clock));
        }
    }

    /**
     * The signer of the request.
     *
     * @param parameters of query string and form body together
     * @param body as received
     * @throws ApiException with the API's own code when the signature is missing, malformed, expired or wrong
     */
    public VerifiedPrincipal authenticate(
            Api api, HttpRequestView request, Map<String, List<String>> parameters, byte[] body) {
        try {
            QueryAuthentication reader = reader(api);
            ParsedSignature signature = reader.parse(request, parameters);
            return switch (signature) {
                case SigV4Signature v4 -> {
                    refuseTemporary(v4.securityToken());
                    Credential credential = credential(v4.accessKeyId());
                    reader.verify(request, v4, SigV4Keys.derive(credential.secret(), v4.scope()), body);
                    yield credential.principal();
                }
                case SigV2Signature v2 -> {
                    refuseTemporary(
                            Optional.ofNullable(parameters.get("SecurityToken")).map(List::getFirst));
                    Credential credential = credential(v2.accessKeyId());
                    if (!v2.matches(credential.secret())) {
                        throw new SignatureRejectedException(
                                SignatureFailure.MISMATCH,
                                "The request signature we calculated does not match the signature you provided."
                                        + " Check your key and signing method.");
                    }
                    yield credential.principal();
                }
            };
        } catch (SignatureRejectedException rejected) {
            throw AuthenticationError.of(api, rejected);
        }
    }

    private QueryAuthentication reader(Api api) {
        QueryAuthentication reader = readers.get(api);
        if (reader == null) {
            throw new IllegalStateException("no reader of signatures for " + api);
        }
        return reader;
    }

    private Credential credential(String accessKeyId) {
        return credentials.apply(accessKeyId).orElseThrow(() -> unknown("there is no such access key"));
    }

    /** Nobody was given a session token yet, so whoever has one has another cloud's. */
    private static void refuseTemporary(Optional<String> token) {
        if (token.isPresent()) {
            throw unknown("session tokens are not issued by this cloud");
        }
    }

    private static SignatureRejectedException unknown(String reason) {
        return new SignatureRejectedException(SignatureFailure.UNKNOWN_KEY, reason);
    }
}
