package io.jarrah.common.contract;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A file of an instance's config drive. What it holds is as secret as user data.
 *
 * @param name such as user-data: lower-case letters and hyphens, up to 32
 * @param base64 what it holds
 */
public record ConfigFile(String name, String base64) {
    /** Bytes one file may hold. */
    public static final int MAX_BYTES = 64 << 10;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,31}");

    public ConfigFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a file of a config drive");
        }
        if (Base64.getDecoder().decode(base64).length > MAX_BYTES) {
            throw new IllegalArgumentException(name + " has more than " + MAX_BYTES + " bytes");
        }
    }

    /** A file with that content. */
    public static ConfigFile of(String name, byte[] content) {
        return new ConfigFile(name, Base64.getEncoder().encodeToString(content));
    }

    /** A file with that text. */
    public static ConfigFile of(String name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What it holds. */
    public byte[] content() {
        return Base64.getDecoder().decode(base64);
    }

    /** Without what it holds, which no log may tell. */
    @Override
    public String toString() {
        return name + " (" + content().length + " bytes)";
    }
}
