package io.jarrah.common.sign;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Signs requests as a client with SigV4, in a header or in the URL. Thread-safe. */
public final class SigV4Signer {
    /** Headers that proxies and HTTP clients change on the way. */
    private static final Set<String> NEVER_SIGNED =
            Set.of("authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id");

    private final AwsCredentials credentials;
    private final String region;
    private final String service;
    private final boolean s3;

    /** A signer for one service, for example {@code s3} or {@code ec2}. */
    public SigV4Signer(AwsCredentials credentials, String region, String service) {
        this.credentials = credentials;
        this.region = region;
        this.service = service;
        this.s3 = service.equals("s3");
    }

    /**
     * The headers to add to a request: x-amz-date, for S3 x-amz-content-sha256, x-amz-security-token when there is one, Authorization.
     *
     * @param request has its Host header and every other header that is to be signed
     * @param payloadHash SHA-256 of the body in hex, or for S3 one of the words of x-amz-content-sha256
     */
    public Map<String, String> sign(HttpRequestView request, String payloadHash, Instant at) {
        Map<String, String> added = new LinkedHashMap<>();
        added.put("x-amz-date", SigV4Keys.timestamp(at));
        if (s3) {
            added.put("x-amz-content-sha256", payloadHash);
        }
        credentials.sessionToken().ifPresent(token -> added.put("x-amz-security-token", token));
        HttpRequestView whole = request.plus(added);
        Set<String> names = new TreeSet<>(whole.headers().keySet());
        names.removeAll(NEVER_SIGNED);
        List<String> signedHeaders = List.copyOf(names);
        CredentialScope scope = scope(at);
        String signature = signature(whole, signedHeaders, payloadHash, scope, at);
        added.put(
                "Authorization",
                SigV4Keys.ALGORITHM + " Credential=" + credentials.accessKeyId() + "/" + scope + ", SignedHeaders="
                        + String.join(";", signedHeaders) + ", Signature=" + signature);
        return added;
    }

    /** A URL that is good without credentials for some time, with only the host signed and, for S3, the body not. */
    public URI presign(String method, URI uri, Duration validity, Instant at) {
        return presign(method, uri, Map.of(), validity, at);
    }

    /**
     * A URL that is good without credentials for some time.
     *
     * @param uri absolute, percent-encoded; it may have a query of its own
     * @param headers further headers the user of the URL must send, exactly so
     * @param validity 1 s to 7 d
     */
    public URI presign(String method, URI uri, Map<String, String> headers, Duration validity, Instant at) {
        if (validity.toSeconds() < 1 || validity.compareTo(SigV4Verifier.MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("a presigned URL may be good for 1 second to 7 days, not " + validity);
        }
        CredentialScope scope = scope(at);
        Map<String, List<String>> host = Map.of("host", List.of(uri.getRawAuthority()));
        HttpRequestView plain = new HttpRequestView(method, rawPath(uri), "", host).plus(headers);
        List<String> signedHeaders = List.copyOf(new TreeSet<>(plain.headers().keySet()));
        StringBuilder query = new StringBuilder(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        append(query, "X-Amz-Algorithm", SigV4Keys.ALGORITHM);
        append(query, "X-Amz-Credential", credentials.accessKeyId() + "/" + scope);
        append(query, "X-Amz-Date", SigV4Keys.timestamp(at));
        append(query, "X-Amz-Expires", Long.toString(validity.toSeconds()));
        append(query, "X-Amz-SignedHeaders", String.join(";", signedHeaders));
        credentials.sessionToken().ifPresent(token -> append(query, "X-Amz-Security-Token", token));
        HttpRequestView whole = new HttpRequestView(method, plain.rawPath(), query.toString(), plain.headers());
        String payloadHash = s3 ? PayloadHash.UNSIGNED.text() : SigV4Keys.EMPTY_SHA256;
        append(query, SigV4Canonical.SIGNATURE_PARAMETER, signature(whole, signedHeaders, payloadHash, scope, at));
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + rawPath(uri) + "?" + query);
    }

    private String signature(
            HttpRequestView request,
            List<String> signedHeaders,
            String payloadHash,
            CredentialScope scope,
            Instant at) {
        String canonical = SigV4Canonical.request(request, s3, signedHeaders, payloadHash);
        return SigV4Keys.sign(
                SigV4Keys.derive(credentials.secretKey(), scope),
                SigV4Canonical.stringToSign(SigV4Keys.timestamp(at), scope, canonical));
    }

    private CredentialScope scope(Instant at) {
        return new CredentialScope(LocalDate.ofInstant(at, ZoneOffset.UTC), region, service);
    }

    private static String rawPath(URI uri) {
        return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    private static void append(StringBuilder query, String name, String value) {
        if (!query.isEmpty()) {
            query.append('&');
        }
        query.append(name).append('=').append(UriEncoding.encode(value));
    }
}
