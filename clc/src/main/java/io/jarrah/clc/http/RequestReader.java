package io.jarrah.clc.http;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.UriEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request whole, within limits. */
final class RequestReader {
    /** Longest body: RunInstances with 64 KiB of user data needs about 90 KiB, a large security group more. */
    static final int MAX_BODY = 1 << 20;

    /** How much of a body that is too long is read and thrown away, so that the client reads the refusal instead of a reset connection. */
    private static final int MAX_DRAINED = 8 << 20;

    private static final String FORM = "application/x-www-form-urlencoded";

    private RequestReader() {}

    static HttpRequestView view(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(value == null ? "" : value);
        }
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        return new HttpRequestView(
                request.getMethod(),
                path == null || !path.startsWith("/") ? "/" : path,
                query == null ? "" : query,
                headers);
    }

    static byte[] body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length <= MAX_BODY) {
                return body;
            }
            drain(in);
        }
        throw Ec2Error.REQUEST_ENTITY_TOO_LARGE.because("The request's body is larger than " + MAX_BODY + " bytes");
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[64 << 10];
        int drained = 0;
        int read = in.read(buffer);
        while (read >= 0 && drained < MAX_DRAINED) {
            drained += read;
            read = in.read(buffer);
        }
    }

    /** The parameters of query string and form body together, decoded, each name with all its values. */
    static Map<String, List<String>> parameters(Request request, HttpRequestView view, byte[] body) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            add(parameters, view.rawQuery());
            String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
            boolean form = type == null || type.toLowerCase(Locale.ROOT).startsWith(FORM);
            if (form && body.length > 0) {
                add(parameters, new String(body, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException malformed) {
            throw Ec2Error.MALFORMED_QUERY_STRING.because(
                    "The query string or form body is malformed: " + malformed.getMessage());
        }
        return parameters;
    }

    private static void add(Map<String, List<String>> parameters, String encoded) {
        for (UriEncoding.Parameter parameter : UriEncoding.parseQuery(encoded)) {
            parameters
                    .computeIfAbsent(parameter.name(), name -> new ArrayList<>(1))
                    .add(parameter.value());
        }
    }
}
