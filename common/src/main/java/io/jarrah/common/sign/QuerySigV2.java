package io.jarrah.common.sign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** SigV2 of the Query APIs (SignatureVersion 2): what euca2ools, boto 2 and their time send. */
public final class QuerySigV2 {
    private final InstantSource clock;

    /** A reader of signatures. */
    public QuerySigV2(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the parameters carry a SigV2 (or older) signature, good or bad. */
    public static boolean isPresent(Map<String, List<String>> parameters) {
        return parameters.containsKey("Signature") || parameters.containsKey("SignatureVersion");
    }

    /**
     * Reads a signature and checks its dates.
     *
     * @param parameters decoded parameters of query string and form body together
     * @throws SignatureRejectedException when it is incomplete, of another version, or out of its time
     */
    public SigV2Signature parse(HttpRequestView request, Map<String, List<String>> parameters) {
        String version = one(parameters, "SignatureVersion");
        String method = one(parameters, "SignatureMethod");
        if (!version.equals("2") || !(method.equals("HmacSHA1") || method.equals("HmacSHA256"))) {
            throw SigV4Verifier.reject(
                    SignatureFailure.UNSUPPORTED,
                    "Only SignatureVersion 2 with SignatureMethod HmacSHA256 or HmacSHA1, and version 4, are served");
        }
        checkTime(parameters);
        String host = one(request.headers(), "host").toLowerCase(Locale.ROOT);
        Set<String> hosts = new LinkedHashSet<>(List.of(host, withoutPort(host)));
        List<String> strings = hosts.stream()
                .map(h -> stringToSign(request.method(), h, request.rawPath(), parameters))
                .toList();
        Optional<String> token = parameters.containsKey("SecurityToken")
                ? Optional.of(one(parameters, "SecurityToken"))
                : Optional.empty();
        return new SigV2Signature(
                one(parameters, "AWSAccessKeyId"), method, strings, one(parameters, "Signature"), token);
    }

    /** Signs as a client: the parameters with all that belongs to the signature (HmacSHA256). */
    public static Map<String, String> sign(
            AwsCredentials credentials,
            String method,
            String host,
            String rawPath,
            Map<String, String> parameters,
            Instant at) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("AWSAccessKeyId", credentials.accessKeyId());
        all.put("SignatureVersion", "2");
        all.put("SignatureMethod", "HmacSHA256");
        all.put("Timestamp", at.toString());
        credentials.sessionToken().ifPresent(token -> all.put("SecurityToken", token));
        Map<String, List<String>> lists = new TreeMap<>();
        all.forEach((name, value) -> lists.put(name, List.of(value)));
        String stringToSign = stringToSign(method, host.toLowerCase(Locale.ROOT), rawPath, lists);
        all.put("Signature", SigV2Signature.sign(credentials.secretKey(), "HmacSHA256", stringToSign));
        return all;
    }

    static String stringToSign(String method, String host, String rawPath, Map<String, List<String>> parameters) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(parameters).forEach((name, values) -> {
            if (!name.equals("Signature")) {
                values.forEach(value -> pairs.add(UriEncoding.encode(name) + "=" + UriEncoding.encode(value)));
            }
        });
        return method + "\n" + host + "\n" + rawPath + "\n" + String.join("&", pairs);
    }

    private void checkTime(Map<String, List<String>> parameters) {
        Instant now = clock.instant();
        boolean expires = parameters.containsKey("Expires");
        if (expires == parameters.containsKey("Timestamp")) {
            throw SigV4Verifier.reject(
                    SignatureFailure.MALFORMED_QUERY,
                    "The request must have one of the parameters Timestamp and Expires");
        }
        Optional<Instant> time = WireTimes.iso(one(parameters, expires ? "Expires" : "Timestamp"));
        Instant instant = time.orElseThrow(() -> SigV4Verifier.reject(
                SignatureFailure.MALFORMED_QUERY, "Timestamp and Expires must be in the form YYYY-MM-DDThh:mm:ssZ"));
        if (expires && now.isAfter(instant)) {
            throw SigV4Verifier.reject(SignatureFailure.EXPIRED, "Request has expired. Expires date is: " + instant);
        }
        if (!expires && Duration.between(instant, now).abs().compareTo(SigV4Verifier.MAX_SKEW) > 0) {
            throw SigV4Verifier.skewed(instant, now);
        }
    }

    private static String one(Map<String, List<String>> values, String name) {
        List<String> found = values.getOrDefault(name, List.of());
        if (found.size() != 1) {
            throw SigV4Verifier.reject(
                    SignatureFailure.MALFORMED_QUERY, "The request must contain exactly once: " + name);
        }
        return found.getFirst();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
