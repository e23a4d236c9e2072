package io.jarrah.common.sign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads and verifies SigV4 signatures of one service, in header or query string.
 *
 * <p>{@link #parse} does every check that needs no key; {@link #verify} needs the key of the {@link SigV4Signature#scope}. Thread-safe.
 */
public final class SigV4Verifier {
    /** How far a sender's clock may be off. */
    public static final Duration MAX_SKEW = Duration.ofMinutes(15);

    /** The longest a presigned request may be good for. */
    public static final Duration MAX_VALIDITY = Duration.ofDays(7);

    private static final String X_AMZ = "x-amz-";
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SIGNED_HEADERS =
            Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+(;[a-z0-9!#$%&'*+.^_`|~-]+){0,99}");
    private static final Pattern ACCESS_KEY = Pattern.compile("[A-Za-z0-9_.=+@-]{1,128}");
    private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,9}");

    private final SigningProfile profile;
    private final InstantSource clock;

    /** A verifier for one service. */
    public SigV4Verifier(SigningProfile profile, InstantSource clock) {
        this.profile = profile;
        this.clock = clock;
    }

    /** Whether the request carries a SigV4 signature, good or bad. */
    public static boolean isPresent(HttpRequestView request) {
        return inHeader(request) || inQuery(request);
    }

    static boolean inHeader(HttpRequestView request) {
        return request.header("authorization")
                .filter(a -> a.startsWith("AWS4-"))
                .isPresent();
    }

    static boolean inQuery(HttpRequestView request) {
        return UriEncoding.rawPairs(request.rawQuery()).stream()
                .anyMatch(pair -> pair[0].equals("X-Amz-Algorithm") || pair[0].equals("X-Amz-Signature"));
    }

    /**
     * Reads the signature and checks form, scope, times and which headers are signed.
     *
     * @throws SignatureRejectedException when any of that is wrong
     */
    public SigV4Signature parse(HttpRequestView request) {
        if (request.values("authorization").size() + (inQuery(request) ? 1 : 0) > 1) {
            throw reject(
                    SignatureFailure.CONFLICTING,
                    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string"
                            + " parameter or the Authorization header should be specified");
        }
        SigV4Signature signature = inQuery(request) ? parseQuery(request) : parseHeader(request);
        checkScope(signature);
        checkTime(signature);
        checkSignedHeaders(request, signature);
        return signature;
    }

    /**
     * Verifies a signature that declares the hash of its body itself (S3).
     *
     * @param signingKey key of the signature's scope
     * @throws SignatureRejectedException {@link SignatureFailure#MISMATCH}
     */
    public void verify(HttpRequestView request, SigV4Signature signature, byte[] signingKey) {
        if (signature.payload().kind() == PayloadHash.Kind.OF_BODY) {
            throw new IllegalArgumentException("this service's signature covers the body: give its SHA-256");
        }
        verify(request, signature, signingKey, signature.payload().text());
    }

    /**
     * Verifies a signature.
     *
     * @param signingKey key of the signature's scope
     * @param payloadHash SHA-256 of the body received, in hex
     * @throws SignatureRejectedException {@link SignatureFailure#MISMATCH}
     */
    public void verify(HttpRequestView request, SigV4Signature signature, byte[] signingKey, String payloadHash) {
        String canonical = canonical(request, signature, payloadHash);
        String stringToSign =
                SigV4Canonical.stringToSign(SigV4Keys.timestamp(signature.signedAt()), signature.scope(), canonical);
        if (!SigV4Keys.same(SigV4Keys.sign(signingKey, stringToSign), signature.signature())) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("AWSAccessKeyId", signature.accessKeyId());
            details.put("StringToSign", stringToSign);
            details.put("SignatureProvided", signature.signature());
            details.put("CanonicalRequest", canonical);
            throw new SignatureRejectedException(
                    SignatureFailure.MISMATCH,
                    "The request signature we calculated does not match the signature you provided. Check your key and"
                            + " signing method.",
                    details);
        }
    }

    private String canonical(HttpRequestView request, SigV4Signature signature, String payloadHash) {
        try {
            return SigV4Canonical.request(request, profile.s3(), signature.signedHeaders(), payloadHash);
        } catch (IllegalArgumentException e) {
            throw reject(SignatureFailure.MALFORMED_URI, "Could not parse the specified URI: " + e.getMessage());
        }
    }

    private SigV4Signature parseHeader(HttpRequestView request) {
        String header = request.header("authorization")
                .orElseThrow(() ->
                        reject(SignatureFailure.MISSING_AUTHENTICATION, "Request is missing Authentication Token"));
        int space = header.indexOf(' ');
        String algorithm = space < 0 ? header : header.substring(0, space);
        checkAlgorithm(algorithm);
        Map<String, String> fields = new HashMap<>();
        for (String field : header.substring(Math.max(space, 0)).split(",", 8)) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? "" : field.substring(0, equals).strip();
            if (fields.put(name, field.substring(equals + 1).strip()) != null) {
                throw malformed(false, "Authorization header has '" + name + "' twice");
            }
        }
        Instant signedAt = headerDate(request);
        return new SigV4Signature(
                false,
                accessKey(field(fields, "Credential", false), false),
                scope(field(fields, "Credential", false), false),
                signedHeaders(field(fields, "SignedHeaders", false), false),
                signature(field(fields, "Signature", false), false),
                signedAt,
                Optional.empty(),
                request.header("x-amz-security-token"),
                headerPayload(request));
    }

    private SigV4Signature parseQuery(HttpRequestView request) {
        Map<String, String> fields = new HashMap<>();
        try {
            for (UriEncoding.Parameter parameter : UriEncoding.parseQuery(request.rawQuery())) {
                if (parameter.name().toLowerCase(Locale.ROOT).startsWith(X_AMZ)
                        && fields.put(parameter.name(), parameter.value()) != null) {
                    throw malformed(true, "The query parameter " + parameter.name() + " stands twice");
                }
            }
        } catch (IllegalArgumentException e) {
            throw reject(SignatureFailure.MALFORMED_URI, "Could not parse the specified URI: " + e.getMessage());
        }
        checkAlgorithm(field(fields, "X-Amz-Algorithm", true));
        String credential = field(fields, "X-Amz-Credential", true);
        Instant signedAt = WireTimes.basic(field(fields, "X-Amz-Date", true))
                .orElseThrow(() ->
                        malformed(true, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""));
        return new SigV4Signature(
                true,
                accessKey(credential, true),
                scope(credential, true),
                signedHeaders(field(fields, "X-Amz-SignedHeaders", true), true),
                signature(field(fields, "X-Amz-Signature", true), true),
                signedAt,
                Optional.of(validity(fields)),
                Optional.ofNullable(fields.get("X-Amz-Security-Token")),
                queryPayload(request, fields));
    }

    private Duration validity(Map<String, String> fields) {
        if (!profile.s3() && !fields.containsKey("X-Amz-Expires")) {
            return MAX_SKEW;
        }
        String text = field(fields, "X-Amz-Expires", true);
        if (!SECONDS.matcher(text).matches()) {
            throw malformed(true, "X-Amz-Expires should be a number");
        }
        Duration validity = Duration.ofSeconds(Long.parseLong(text));
        if (validity.isNegative() || validity.isZero()) {
            throw malformed(true, "X-Amz-Expires must be at least 1 second");
        }
        if (validity.compareTo(MAX_VALIDITY) > 0) {
            throw malformed(
                    true,
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be"
                            + " less than 604800 seconds");
        }
        return validity;
    }

    private Instant headerDate(HttpRequestView request) {
        List<String> own = request.values("x-amz-date");
        List<String> values = own.isEmpty() ? request.values("date") : own;
        if (values.isEmpty()) {
            throw reject(
                    SignatureFailure.MISSING_DATE, "AWS authentication requires a valid Date or x-amz-date header");
        }
        Optional<Instant> date = values.size() > 1 ? Optional.empty() : WireTimes.http(values.getFirst());
        return date.orElseThrow(() -> reject(
                SignatureFailure.MISSING_DATE,
                "AWS authentication requires a valid Date or x-amz-date header, given once and in the ISO8601 form"
                        + " yyyyMMdd'T'HHmmss'Z'"));
    }

    private PayloadHash headerPayload(HttpRequestView request) {
        if (!profile.s3()) {
            return PayloadHash.OF_BODY;
        }
        List<String> values = request.values("x-amz-content-sha256");
        if (values.isEmpty()) {
            throw reject(
                    SignatureFailure.MISSING_PAYLOAD_HASH,
                    "Missing required header for this request: x-amz-content-sha256");
        }
        return payload(values);
    }

    private PayloadHash queryPayload(HttpRequestView request, Map<String, String> fields) {
        if (!profile.s3()) {
            return PayloadHash.OF_BODY;
        }
        String inQuery = fields.get("X-Amz-Content-Sha256");
        List<String> values = inQuery == null ? request.values("x-amz-content-sha256") : List.of(inQuery);
        return values.isEmpty() ? PayloadHash.UNSIGNED : payload(values);
    }

    private static PayloadHash payload(List<String> values) {
        Optional<PayloadHash> hash = values.size() > 1 ? Optional.empty() : PayloadHash.parse(values.getFirst());
        return hash.orElseThrow(() -> reject(
                SignatureFailure.INVALID_PAYLOAD_HASH,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                        + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid"
                        + " sha256 value."));
    }

    private void checkScope(SigV4Signature signature) {
        CredentialScope scope = signature.scope();
        if (!profile.services().contains(scope.service())) {
            throw reject(
                    SignatureFailure.WRONG_SCOPE,
                    "Credential should be scoped to correct service: '"
                            + String.join("' or '", new TreeSet<>(profile.services())) + "'.");
        }
        if (profile.region().isPresent() && !profile.region().get().equals(scope.region())) {
            throw new SignatureRejectedException(
                    SignatureFailure.WRONG_SCOPE,
                    "The authorization header is malformed; the region '" + scope.region() + "' is wrong; expecting '"
                            + profile.region().get() + "'",
                    Map.of("Region", profile.region().get()));
        }
        LocalDate day = LocalDate.ofInstant(signature.signedAt(), ZoneOffset.UTC);
        if (!day.equals(scope.date())) {
            throw reject(
                    SignatureFailure.WRONG_SCOPE,
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP");
        }
    }

    private void checkTime(SigV4Signature signature) {
        Instant now = clock.instant();
        Duration age = Duration.between(signature.signedAt(), now);
        if (signature.validity().isPresent()) {
            if (age.compareTo(signature.validity().get()) > 0) {
                throw reject(SignatureFailure.EXPIRED, "Request has expired");
            }
            if (age.negated().compareTo(MAX_SKEW) > 0) {
                throw reject(SignatureFailure.NOT_YET_VALID, "Request is not valid yet");
            }
        } else if (age.abs().compareTo(MAX_SKEW) > 0) {
            throw skewed(signature.signedAt(), now);
        }
    }

    static SignatureRejectedException skewed(Instant signedAt, Instant now) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("RequestTime", signedAt.toString());
        details.put("ServerTime", now.toString());
        details.put("MaxAllowedSkewMilliseconds", Long.toString(MAX_SKEW.toMillis()));
        return new SignatureRejectedException(
                SignatureFailure.SKEWED,
                "The difference between the request time and the current time is too large.",
                details);
    }

    private void checkSignedHeaders(HttpRequestView request, SigV4Signature signature) {
        if (!signature.signedHeaders().contains("host")) {
            throw reject(
                    SignatureFailure.UNSIGNED_HEADERS, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        if (request.values("host").size() != 1) {
            throw malformed(signature.presigned(), "The request must have exactly one Host header");
        }
        List<String> unsigned = new ArrayList<>();
        for (String name : request.headers().keySet()) {
            if (name.startsWith(X_AMZ) && !signature.signedHeaders().contains(name)) {
                unsigned.add(name);
            }
        }
        if (!unsigned.isEmpty()) {
            throw new SignatureRejectedException(
                    SignatureFailure.UNSIGNED_HEADERS,
                    "There were headers present in the request which were not signed",
                    Map.of("HeadersNotSigned", String.join(", ", unsigned)));
        }
    }

    private static void checkAlgorithm(String algorithm) {
        if (!algorithm.equals(SigV4Keys.ALGORITHM)) {
            throw reject(SignatureFailure.UNSUPPORTED, "Unsupported AWS 'algorithm': only AWS4-HMAC-SHA256 is served");
        }
    }

    private static String field(Map<String, String> fields, String name, boolean query) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw malformed(
                    query,
                    query
                            ? "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
                                    + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters;"
                                    + " missing: " + name
                            : "Authorization header requires '" + name + "' parameter.");
        }
        return value;
    }

    private static String accessKey(String credential, boolean query) {
        return credentialParts(credential, query)[0];
    }

    private static CredentialScope scope(String credential, boolean query) {
        String[] parts = credentialParts(credential, query);
        LocalDate date = WireTimes.basicDate(parts[1])
                .orElseThrow(() -> malformed(query, "Invalid credential date; expecting YYYYMMDD"));
        return new CredentialScope(date, parts[2], parts[3]);
    }

    private static String[] credentialParts(String credential, boolean query) {
        String[] parts = credential.split("/", -1);
        if (parts.length != 5
                || !ACCESS_KEY.matcher(parts[0]).matches()
                || parts[2].isEmpty()
                || !parts[4].equals(SigV4Keys.TERMINATOR)) {
            throw malformed(
                    query,
                    "Error parsing the Credential; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        return parts;
    }

    private static List<String> signedHeaders(String text, boolean query) {
        List<String> names = List.of(text.split(";", -1));
        if (!SIGNED_HEADERS.matcher(text).matches() || new TreeSet<>(names).size() != names.size()) {
            throw malformed(
                    query,
                    "SignedHeaders must be at most 100 different header names in small letters with semicolons between");
        }
        return names;
    }

    private static String signature(String text, boolean query) {
        if (!SIGNATURE.matcher(text).matches()) {
            throw malformed(query, "The signature must be 64 hexadecimal digits in small letters");
        }
        return text;
    }

    private static SignatureRejectedException malformed(boolean query, String message) {
        return query
                ? reject(SignatureFailure.MALFORMED_QUERY, message)
                : reject(SignatureFailure.MALFORMED_HEADER, "The authorization header is malformed; " + message);
    }

    static SignatureRejectedException reject(SignatureFailure failure, String message) {
        return new SignatureRejectedException(failure, message);
    }
}
