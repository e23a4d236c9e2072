package io.jarrah.common.id;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The form of long resource ids, {@code prefix-0123456789abcdef0} (AWS: "longer IDs", 17 hex digits). */
public final class ResourceIds {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int HEX_DIGITS = 17;

    private ResourceIds() {}

    /** A fresh id with that prefix. */
    public static String random(String prefix, RandomGenerator random) {
        byte[] bytes = new byte[HEX_DIGITS / 2 + 1];
        random.nextBytes(bytes);
        return prefix + "-" + HexFormat.of().formatHex(bytes).substring(0, HEX_DIGITS);
    }

    /** Whether the value is that prefix, a hyphen and 17 lower-case hex digits. */
    public static boolean isLongId(String prefix, String value) {
        int hyphen = prefix.length();
        if (value.length() != hyphen + 1 + HEX_DIGITS || !value.startsWith(prefix) || value.charAt(hyphen) != '-') {
            return false;
        }
        // By hand: a large answer makes thousands of ids, and a pattern costs ten times as much.
        for (int i = hyphen + 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    static void requireLongId(String prefix, String value) {
        if (!isLongId(prefix, value)) {
            throw new IllegalArgumentException(
                    "an id of the form " + prefix + "- and 17 hex digits was expected: \"" + value + "\"");
        }
    }

    static void requireLabel(String what, String value) {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 63 lower-case letters, digits and inner hyphens: \"" + value + "\"");
        }
    }
}
