package io.jarrah.common.sign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The canonical request of SigV4. */
final class SigV4Canonical {
    static final String SIGNATURE_PARAMETER = "X-Amz-Signature";
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final Pattern SLASH = Pattern.compile("/");

    private SigV4Canonical() {}

    /**
     * The canonical request.
     *
     * @throws IllegalArgumentException when path or query string is not percent-encoded as it should be
     */
    static String request(HttpRequestView request, boolean s3, List<String> signedHeaders, String payloadHash) {
        StringBuilder out = new StringBuilder(512);
        out.append(request.method()).append('\n');
        out.append(path(request.rawPath(), s3)).append('\n');
        out.append(query(request.rawQuery())).append('\n');
        for (String name : signedHeaders) {
            out.append(name).append(':').append(header(request.values(name))).append('\n');
        }
        return out.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    static String stringToSign(String timestamp, CredentialScope scope, String canonicalRequest) {
        return SigV4Keys.ALGORITHM + "\n" + timestamp + "\n" + scope + "\n" + SigV4Keys.sha256Hex(canonicalRequest);
    }

    /** S3 signs the path encoded once, all others normalised and encoded twice (SigV4 documentation, "canonical URI"). */
    static String path(String rawPath, boolean s3) {
        return s3 ? UriEncoding.canonical(rawPath, true) : UriEncoding.encodePath(normalised(rawPath));
    }

    static String query(String rawQuery) {
        List<String> pairs = new ArrayList<>();
        for (String[] pair : UriEncoding.rawPairs(rawQuery)) {
            String name = UriEncoding.canonical(pair[0], false);
            if (!name.equals(SIGNATURE_PARAMETER)) {
                // A character below every unreserved one keeps "a=…" before "a1=…" when whole pairs are sorted.
                pairs.add(name + "\0" + UriEncoding.canonical(pair[1], false));
            }
        }
        pairs.sort(null);
        return String.join("&", pairs).replace('\0', '=');
    }

    private static String header(List<String> values) {
        List<String> trimmed = values.stream()
                .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
                .toList();
        return String.join(",", trimmed);
    }

    private static String normalised(String rawPath) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : SLASH.split(rawPath, -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        String joined = "/" + String.join("/", segments);
        boolean directory = rawPath.endsWith("/") || rawPath.endsWith("/.") || rawPath.endsWith("/..");
        return directory && !segments.isEmpty() ? joined + "/" : joined;
    }
}
