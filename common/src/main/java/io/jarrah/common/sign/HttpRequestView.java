package io.jarrah.common.sign;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a signature covers of an HTTP request, as it came over the wire.
 *
 * @param method in capitals
 * @param rawPath path, still percent-encoded, beginning with a slash
 * @param rawQuery query string without the question mark, still percent-encoded; empty for none
 * @param headers values by name in small letters, in the order they came
 */
public record HttpRequestView(String method, String rawPath, String rawQuery, Map<String, List<String>> headers) {
    /**
     * Brings header names to small letters and copies. An empty path becomes a slash. HTTP servers read header bytes as ISO 8859-1;
     * where those bytes are UTF-8, which is what clients sign, the value becomes that text.
     */
    public HttpRequestView {
        rawPath = rawPath.isEmpty() ? "/" : rawPath;
        if (method.isEmpty() || rawPath.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "a request needs a method and an absolute path: " + method + " " + rawPath);
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach(
                (name, values) -> copy.computeIfAbsent(name.toLowerCase(Locale.ROOT), ignored -> new ArrayList<>())
                        .addAll(values));
        copy.replaceAll(
                (name, values) -> values.stream().map(HttpRequestView::text).toList());
        headers = Collections.unmodifiableMap(copy);
    }

    /** The values of a header, none when it is not there; the name in small letters. */
    public List<String> values(String header) {
        return headers.getOrDefault(header, List.of());
    }

    /** The first value of a header; the name in small letters. */
    public Optional<String> header(String header) {
        return values(header).stream().findFirst();
    }

    /** The same request with further headers. */
    public HttpRequestView plus(Map<String, String> further) {
        Map<String, List<String>> all = new LinkedHashMap<>(headers);
        further.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new HttpRequestView(method, rawPath, rawQuery, all);
    }

    private static String text(String value) {
        boolean ascii = true;
        for (int i = 0; i < value.length(); i++) {
            ascii &= value.charAt(i) < 0x80;
            if (value.charAt(i) > 0xFF) {
                return value;
            }
        }
        if (ascii) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
