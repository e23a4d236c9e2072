package io.jarrah.walrus.http;

import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.walrus.auth.Authenticated;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.BodyClaims;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.RequestHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** Takes apart what Jetty received. */
final class RequestReader {
    /** Query parameters of a signature; every other x-amz- parameter of a presigned URL stands for a header. */
    private static final Set<String> SIGNATURE_PARAMETERS = Set.of(
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-signedheaders",
            "x-amz-signature",
            "x-amz-security-token");

    private RequestReader() {}

    /** The path as it was sent. */
    static String rawPath(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** The query string as it was sent. */
    static String rawQuery(Request request) {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : query;
    }

    /** What a signature covers. */
    static HttpRequestView view(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            headers.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
                    .add(value == null ? "" : value);
        }
        return new HttpRequestView(request.getMethod(), rawPath(request), rawQuery(request), headers);
    }

    /** The headers, with those that a presigned URL carries in its query string. */
    static RequestHeaders headers(Request request, Query query) {
        RequestHeaders headers = new RequestHeaders();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            headers.add(field.getLowerCaseName(), value == null ? "" : value);
        }
        for (String name : query.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-") && !SIGNATURE_PARAMETERS.contains(lower) && !headers.has(lower)) {
                headers.add(lower, query.text(name));
            }
        }
        return headers;
    }

    /** What the request says about its body. */
    static BodyClaims claims(Request request, RequestHeaders headers, Authenticated who) {
        long length = who.isChunked()
                ? headers.get("x-amz-decoded-content-length")
                        .map(RequestReader::length)
                        .orElseThrow(() -> new S3Exception(S3Error.MissingContentLength))
                : request.getLength();
        return BodyClaims.of(headers, length, who.sha256Hex());
    }

    /** The decoder of the body's framing. */
    static BodyDecoder decoder(RequestHeaders headers, BodyClaims claims, Authenticated who) {
        if (!who.isChunked()) {
            return BodyDecoder.plain();
        }
        Set<String> announced = headers.get("x-amz-trailer").stream()
                .flatMap(names -> Arrays.stream(names.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return BodyDecoder.chunked(who.decoder(claims.length(), announced));
    }

    private static long length(String text) {
        Optional<Long> length = Optional.empty();
        try {
            length = Optional.of(Long.parseLong(text)).filter(value -> value >= 0);
        } catch (NumberFormatException e) {
            throw S3Exception.invalidArgument("x-amz-decoded-content-length", text, "The length is not a number.");
        }
        return length.orElseThrow(
                () -> S3Exception.invalidArgument("x-amz-decoded-content-length", text, "The length is negative."));
    }
}
