package io.jarrah.walrus.store;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * An object's key: any text of 1 to 1024 bytes in UTF-8. It is never used as a file name.
 *
 * @param value the text
 */
public record ObjectKey(String value) {
    /** Amazon's limit. */
    public static final int MAX_BYTES = 1024;

    public ObjectKey {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new S3Exception(S3Error.KeyTooLongError)
                    .with("Size", Integer.toString(bytes))
                    .with("MaxSizeAllowed", Integer.toString(MAX_BYTES));
        }
        if (bytes == 0) {
            throw S3Exception.invalidArgument("Key", "", "An object key has at least one byte.");
        }
    }

    /** The key in the form of the index. */
    public String hex() {
        return hex(value);
    }

    /** Any text in the form of the index. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Back from the form of the index. */
    public static String fromHex(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return value;
    }
}
