package io.jarrah.walrus.blob;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of a blob.
 *
 * @param value 32 lower-case hex digits, random
 */
public record BlobId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    public BlobId {
        if (!isBlobId(value)) {
            throw new IllegalArgumentException("a blob id has 32 lower-case hex digits: \"" + value + "\"");
        }
    }

    /** Whether the value has the form. */
    public static boolean isBlobId(String value) {
        return FORM.matcher(value).matches();
    }

    /** A fresh one. */
    public static BlobId random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new BlobId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
