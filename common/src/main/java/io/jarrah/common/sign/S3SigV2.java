package io.jarrah.common.sign;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** SigV2 of S3, in the Authorization header ({@code AWS key:signature}) or the query string. HmacSHA1 always. */
public final class S3SigV2 {
    /**
     * Query parameters that name another resource or change the answer, and are therefore signed: AWS's list ("Authenticating REST
     * requests"), what boto adds to it, and the sub-resources AWS has added since.
     */
    static final Set<String> SIGNED_PARAMETERS = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "cors",
            "defaultObjectAcl",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "partNumber",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "restore",
            "retention",
            "select",
            "select-type",
            "storageClass",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website");

    private static final String ALGORITHM = "HmacSHA1";
    private static final String SCHEME = "AWS ";
    private static final Pattern HEADER = Pattern.compile("AWS +([A-Za-z0-9_.=+@-]{1,128}):([A-Za-z0-9+/=]{1,128})");
    private static final Pattern EPOCH_SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final Pattern FOLDED = Pattern.compile("[ \\t]*\\r?\\n[ \\t]+");

    private final InstantSource clock;

    /** A reader of signatures. */
    public S3SigV2(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the request carries an S3 SigV2 signature, good or bad. */
    public static boolean isPresent(HttpRequestView request) {
        return request.header("authorization").filter(a -> a.startsWith(SCHEME)).isPresent() || inQuery(request);
    }

    private static boolean inQuery(HttpRequestView request) {
        return UriEncoding.rawPairs(request.rawQuery()).stream()
                .anyMatch(pair -> pair[0].equals("AWSAccessKeyId") || pair[0].equals("Signature"));
    }

    /**
     * Reads a signature and checks its dates.
     *
     * @param virtualHostBucket the bucket named by the Host header, which is part of what is signed; empty for path style
     * @throws SignatureRejectedException when it is incomplete or out of its time
     */
    public SigV2Signature parse(HttpRequestView request, Optional<String> virtualHostBucket) {
        if (request.values("authorization").size() + (inQuery(request) ? 1 : 0) > 1) {
            throw SigV4Verifier.reject(
                    SignatureFailure.CONFLICTING,
                    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string"
                            + " parameter or the Authorization header should be specified");
        }
        try {
            return inQuery(request) ? parseQuery(request, virtualHostBucket) : parseHeader(request, virtualHostBucket);
        } catch (IllegalArgumentException e) {
            throw SigV4Verifier.reject(
                    SignatureFailure.MALFORMED_URI, "Could not parse the specified URI: " + e.getMessage());
        }
    }

    /** Signs as a client: the headers to add (Date, when the request has no date of its own, and Authorization). */
    public static Map<String, String> sign(
            AwsCredentials credentials, HttpRequestView request, Optional<String> virtualHostBucket, Instant at) {
        Map<String, String> added = new LinkedHashMap<>();
        if (request.values("x-amz-date").isEmpty() && request.values("date").isEmpty()) {
            added.put("x-amz-date", SigV4Keys.timestamp(at));
        }
        credentials.sessionToken().ifPresent(token -> added.put("x-amz-security-token", token));
        HttpRequestView whole = request.plus(added);
        String signature = SigV2Signature.sign(
                credentials.secretKey(), ALGORITHM, stringToSign(whole, dateLine(whole), virtualHostBucket));
        added.put("Authorization", SCHEME + credentials.accessKeyId() + ":" + signature);
        return added;
    }

    /** A URL that is good without credentials until a time. */
    public static URI presign(
            AwsCredentials credentials, String method, URI uri, Optional<String> virtualHostBucket, Instant expires) {
        String own = uri.getRawQuery() == null ? "" : uri.getRawQuery() + "&";
        String token = credentials
                .sessionToken()
                .map(t -> "x-amz-security-token=" + UriEncoding.encode(t) + "&")
                .orElse("");
        String seconds = Long.toString(expires.getEpochSecond());
        HttpRequestView request = new HttpRequestView(method, uri.getRawPath(), own + token, Map.of());
        String signature = SigV2Signature.sign(
                credentials.secretKey(), ALGORITHM, stringToSign(request, seconds, virtualHostBucket));
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + request.rawPath() + "?" + own + token
                + "AWSAccessKeyId=" + UriEncoding.encode(credentials.accessKeyId()) + "&Expires=" + seconds
                + "&Signature="
                + UriEncoding.encode(signature));
    }

    private SigV2Signature parseHeader(HttpRequestView request, Optional<String> bucket) {
        var header = HEADER.matcher(request.header("authorization").orElse(""));
        if (!header.matches()) {
            throw SigV4Verifier.reject(
                    SignatureFailure.UNSUPPORTED,
                    "AWS authorization header is invalid. Expected AwsAccessKeyId:signature");
        }
        List<String> dates =
                request.values("x-amz-date").isEmpty() ? request.values("date") : request.values("x-amz-date");
        Optional<Instant> date = dates.size() == 1 ? WireTimes.http(dates.getFirst()) : Optional.empty();
        Instant signedAt = date.orElseThrow(() -> SigV4Verifier.reject(
                SignatureFailure.MISSING_DATE, "AWS authentication requires a valid Date or x-amz-date header"));
        Instant now = clock.instant();
        if (Duration.between(signedAt, now).abs().compareTo(SigV4Verifier.MAX_SKEW) > 0) {
            throw SigV4Verifier.skewed(signedAt, now);
        }
        String stringToSign = stringToSign(request, dateLine(request), bucket);
        return new SigV2Signature(header.group(1), ALGORITHM, List.of(stringToSign), header.group(2), token(request));
    }

    private SigV2Signature parseQuery(HttpRequestView request, Optional<String> bucket) {
        Map<String, String> fields = new TreeMap<>();
        for (UriEncoding.Parameter parameter : UriEncoding.parseQuery(request.rawQuery())) {
            if (Set.of("AWSAccessKeyId", "Signature", "Expires").contains(parameter.name())
                    && fields.put(parameter.name(), parameter.value()) != null) {
                throw SigV4Verifier.reject(
                        SignatureFailure.MALFORMED_QUERY, "The query parameter " + parameter.name() + " stands twice");
            }
        }
        String expires = fields.getOrDefault("Expires", "");
        if (fields.size() != 3 || !EPOCH_SECONDS.matcher(expires).matches()) {
            throw SigV4Verifier.reject(
                    SignatureFailure.MISSING_AUTHENTICATION,
                    "Query-string authentication requires the Signature, Expires (seconds since 1970) and"
                            + " AWSAccessKeyId parameters");
        }
        if (clock.instant().getEpochSecond() > Long.parseLong(expires)) {
            throw SigV4Verifier.reject(SignatureFailure.EXPIRED, "Request has expired");
        }
        return new SigV2Signature(
                fields.getOrDefault("AWSAccessKeyId", ""),
                ALGORITHM,
                List.of(stringToSign(request, expires, bucket)),
                fields.getOrDefault("Signature", ""),
                token(request));
    }

    private static Optional<String> token(HttpRequestView request) {
        return Optional.ofNullable(amzHeaders(request).get("x-amz-security-token"))
                .map(List::getFirst);
    }

    /** An x-amz-date stands among the x-amz- headers and leaves the date's own line empty. */
    private static String dateLine(HttpRequestView request) {
        return request.values("x-amz-date").isEmpty() ? request.header("date").orElse("") : "";
    }

    static String stringToSign(HttpRequestView request, String dateLine, Optional<String> virtualHostBucket) {
        StringBuilder out = new StringBuilder(256);
        out.append(request.method()).append('\n');
        out.append(request.header("content-md5").orElse("")).append('\n');
        out.append(request.header("content-type").orElse("")).append('\n');
        out.append(dateLine).append('\n');
        amzHeaders(request).forEach((name, values) -> out.append(name)
                .append(':')
                .append(FOLDED.matcher(String.join(",", values)).replaceAll(" "))
                .append('\n'));
        virtualHostBucket.ifPresent(bucket -> out.append('/').append(bucket));
        out.append(request.rawPath());
        List<String> signed = new ArrayList<>();
        for (UriEncoding.Parameter parameter : sorted(request.rawQuery())) {
            if (SIGNED_PARAMETERS.contains(parameter.name())) {
                signed.add(parameter.value().isEmpty() ? parameter.name() : parameter.name() + "=" + parameter.value());
            }
        }
        return signed.isEmpty()
                ? out.toString()
                : out.append('?').append(String.join("&", signed)).toString();
    }

    /** The x-amz- headers by name; of a presigned request also those that boto moves into the query string. */
    private static Map<String, List<String>> amzHeaders(HttpRequestView request) {
        Map<String, List<String>> found = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            if (name.startsWith("x-amz-")) {
                found.put(name, values.stream().map(String::strip).toList());
            }
        });
        for (UriEncoding.Parameter parameter : UriEncoding.parseQuery(request.rawQuery())) {
            String name = parameter.name().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-")) {
                found.putIfAbsent(name, List.of(parameter.value()));
            }
        }
        return found;
    }

    private static List<UriEncoding.Parameter> sorted(String rawQuery) {
        List<UriEncoding.Parameter> parameters = new ArrayList<>(UriEncoding.parseQuery(rawQuery));
        parameters.sort((one, other) -> one.name().compareTo(other.name()));
        return parameters;
    }
}
