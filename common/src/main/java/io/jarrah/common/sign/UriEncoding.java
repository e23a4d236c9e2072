package io.jarrah.common.sign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Percent-encoding as the AWS signatures want it: everything but letters, digits and {@code -._~}, in capitals. */
public final class UriEncoding {
    private static final String HEX = "0123456789ABCDEF";

    private UriEncoding() {}

    /** One parameter of a query string, decoded. */
    public record Parameter(String name, String value) {}

    /** Encodes a text. */
    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** Encodes a path, leaving its slashes. */
    public static String encodePath(String path) {
        return encode(path.getBytes(StandardCharsets.UTF_8), true);
    }

    /**
     * Decodes a path or a part of it; a plus sign stays one.
     *
     * @throws IllegalArgumentException for a percent sign without two hex digits
     */
    public static String decode(String encoded) {
        return new String(decodeBytes(encoded, false), StandardCharsets.UTF_8);
    }

    /**
     * Splits and decodes a query string or form body; plus signs are spaces, a name without an equals sign has an empty value.
     *
     * @throws IllegalArgumentException for a percent sign without two hex digits
     */
    public static List<Parameter> parseQuery(String rawQuery) {
        List<Parameter> parameters = new ArrayList<>();
        for (String[] pair : rawPairs(rawQuery)) {
            parameters.add(new Parameter(
                    new String(decodeBytes(pair[0], true), StandardCharsets.UTF_8),
                    new String(decodeBytes(pair[1], true), StandardCharsets.UTF_8)));
        }
        return parameters;
    }

    /** Brings what may be encoded in several ways to the one canonical form, byte by byte. */
    static String canonical(String raw, boolean path) {
        return encode(decodeBytes(raw, !path), path);
    }

    /** Name and value, undecoded; empty pieces between ampersands left out. */
    static List<String[]> rawPairs(String rawQuery) {
        List<String[]> pairs = new ArrayList<>();
        int start = 0;
        while (start <= rawQuery.length()) {
            int next = rawQuery.indexOf('&', start);
            int end = next < 0 ? rawQuery.length() : next;
            if (end > start) {
                int equals = rawQuery.indexOf('=', start);
                boolean hasValue = equals >= 0 && equals < end;
                String name = rawQuery.substring(start, hasValue ? equals : end);
                pairs.add(new String[] {name, hasValue ? rawQuery.substring(equals + 1, end) : ""});
            }
            start = end + 1;
        }
        return pairs;
    }

    private static String encode(byte[] bytes, boolean keepSlash) {
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            if (isUnreserved(c) || (keepSlash && c == '/')) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static byte[] decodeBytes(String encoded, boolean plusIsSpace) {
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                int high = digit(in, i + 1);
                int low = digit(in, i + 2);
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("a percent sign must be followed by two hexadecimal digits");
                }
                out.write((high << 4) | low);
                i += 2;
            } else {
                out.write(plusIsSpace && in[i] == '+' ? ' ' : in[i]);
            }
        }
        return out.toByteArray();
    }

    private static int digit(byte[] in, int at) {
        return at < in.length ? Character.digit((char) (in[at] & 0xFF), 16) : -1;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
