package io.jarrah.walrus.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of a request, by name in any case. */
public final class RequestHeaders {
    private final Map<String, List<String>> values = new TreeMap<>();

    /** Adds one; to be used only while the request is being taken in. */
    public void add(String name, String value) {
        values.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                .add(value);
    }

    /** All lower-case names in order. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** All values of a header in the order they came. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    /** The values joined by commas; empty when the header is not there. */
    public Optional<String> get(String name) {
        List<String> all = values.get(name.toLowerCase(Locale.ROOT));
        return all == null
                ? Optional.empty()
                : Optional.of(String.join(",", all).strip());
    }

    /** Whether it is there. */
    public boolean has(String name) {
        return values.containsKey(name.toLowerCase(Locale.ROOT));
    }
}
