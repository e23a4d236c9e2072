package io.jarrah.walrus.store;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The headers that come back with an object: its system metadata such as Content-Type, and its user metadata.
 *
 * @param values lower-case name to value, in order
 */
public record StoredHeaders(Map<String, String> values) {
    /** Prefix of user metadata. */
    public static final String USER_PREFIX = "x-amz-meta-";

    /** None. */
    public static final StoredHeaders NONE = new StoredHeaders(Map.of());

    public StoredHeaders {
        Map<String, String> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name.toLowerCase(Locale.ROOT), value));
        values = java.util.Collections.unmodifiableMap(copy);
    }

    /** Bytes of user metadata as Amazon counts them: names without the prefix, and values. */
    public int userBytes() {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(USER_PREFIX))
                .mapToInt(entry -> entry.getKey().length()
                        - USER_PREFIX.length()
                        + entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                .sum();
    }

    /** One line a header; neither a name nor a value can hold a line feed. */
    String encode() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.toString();
    }

    static StoredHeaders decode(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            values.put(line.substring(0, colon), line.substring(colon + 1));
        });
        return new StoredHeaders(values);
    }
}
