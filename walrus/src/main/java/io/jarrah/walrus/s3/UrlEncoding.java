package io.jarrah.walrus.s3;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent encoding of keys, in paths and in listings. */
public final class UrlEncoding {
    private static final String UNRESERVED = "-_.~/";
    private static final int HEX = 16;

    private UrlEncoding() {}

    /** Decodes a raw path; a plus sign stays one. InvalidURI when it is malformed or no UTF-8. */
    public static String decodePath(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded[length++] = bytes[i];
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], HEX) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], HEX) : -1;
            if (high < 0 || low < 0) {
                throw new S3Exception(S3Error.InvalidURI);
            }
            decoded[length++] = (byte) (high * HEX + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new S3Exception(S3Error.InvalidURI, "The path is not UTF-8.", e);
        }
    }

    /** Encodes a key for a listing with {@code encoding-type=url}. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + HEX);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, HEX)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, HEX)));
            }
        }
        return encoded.toString();
    }

    /** What to do to the keys of a listing; InvalidArgument for an unknown encoding type. */
    public static Optional<String> encodingType(Query query) {
        Optional<String> type = query.get("encoding-type").filter(value -> !value.isEmpty());
        if (type.filter(value -> !value.equals("url")).isPresent()) {
            throw S3Exception.invalidArgument(
                    "encoding-type", type.get(), "Invalid Encoding Method specified in Request");
        }
        return type;
    }
}
