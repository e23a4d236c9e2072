package io.jarrah.common.sign;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a SigV4 signature says of the body.
 *
 * @param kind how the body is protected
 * @param text what stands in the canonical request: a hex digest or one of the fixed words; empty for {@link Kind#OF_BODY}
 */
public record PayloadHash(Kind kind, String text) {
    /** How a body is protected. */
    public enum Kind {
        /** By its SHA-256, declared in x-amz-content-sha256. */
        SHA256,
        /** By its SHA-256, computed by the receiver from the whole body (all services but S3). */
        OF_BODY,
        /** Not at all. */
        UNSIGNED,
        /** aws-chunked, every chunk signed. */
        STREAMING_SIGNED,
        /** aws-chunked, every chunk and the trailer signed. */
        STREAMING_SIGNED_TRAILER,
        /** aws-chunked with an unsigned trailer (what today's SDKs send over TLS). */
        STREAMING_UNSIGNED_TRAILER;

        /** Whether the body is framed as aws-chunked. */
        public boolean isChunked() {
            return switch (this) {
                case SHA256, OF_BODY, UNSIGNED -> false;
                case STREAMING_SIGNED, STREAMING_SIGNED_TRAILER, STREAMING_UNSIGNED_TRAILER -> true;
            };
        }
    }

    /** The body is not signed. */
    public static final PayloadHash UNSIGNED = new PayloadHash(Kind.UNSIGNED, "UNSIGNED-PAYLOAD");

    /** The receiver hashes the body itself. */
    public static final PayloadHash OF_BODY = new PayloadHash(Kind.OF_BODY, "");

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

    /** Reads x-amz-content-sha256; empty when it means nothing known. */
    public static Optional<PayloadHash> parse(String text) {
        return switch (text) {
            case "UNSIGNED-PAYLOAD" -> Optional.of(UNSIGNED);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> Optional.of(new PayloadHash(Kind.STREAMING_SIGNED, text));
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                Optional.of(new PayloadHash(Kind.STREAMING_SIGNED_TRAILER, text));
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" ->
                Optional.of(new PayloadHash(Kind.STREAMING_UNSIGNED_TRAILER, text));
            default -> HEX.matcher(text).matches() ? Optional.of(new PayloadHash(Kind.SHA256, text)) : Optional.empty();
        };
    }
}
