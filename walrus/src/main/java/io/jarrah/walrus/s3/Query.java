package io.jarrah.walrus.s3;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The decoded query string. The first of several values counts; a parameter without {@code =} has the empty value. */
public final class Query {
    private static final int MAX_PARAMETERS = 100;
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Decodes it; InvalidURI when it is malformed or has more than 100 parameters. */
    public Query(String raw) {
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            values.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            if (values.size() > MAX_PARAMETERS) {
                throw new S3Exception(S3Error.InvalidURI, "The query string has too many parameters.");
            }
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new S3Exception(S3Error.InvalidURI, "The query string is not well encoded: " + e.getMessage(), e);
        }
    }

    /** All names. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Whether the parameter is there, with or without a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value; empty when the parameter is not there. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value, or the empty text. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** A number within bounds, or the default; InvalidArgument for anything else. */
    public int number(String name, int absent, int min, int max) {
        String text = values.get(name);
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw S3Exception.invalidArgument(
                    name, text, "Provided " + name + " not an integer or within integer range");
        }
        throw S3Exception.invalidArgument(
                name, text, "Argument " + name + " must be an integer between " + min + " and " + max);
    }
}
