package io.jarrah.walrus.checksum;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A checksum of an object or part.
 *
 * @param algorithm how it was computed
 * @param type whether it is of all bytes or of the parts' checksums
 * @param value in Base64; for {@link ChecksumType#COMPOSITE} with {@code -N} behind it, N the number of parts
 */
public record Checksum(ChecksumAlgorithm algorithm, ChecksumType type, String value) {
    /** A part's checksum and length, for combining. */
    public record Piece(String value, long size) {}

    /** The checksum of a whole, from its raw bytes. */
    public static Checksum ofWhole(ChecksumAlgorithm algorithm, byte[] raw) {
        return new Checksum(
                algorithm, ChecksumType.FULL_OBJECT, Base64.getEncoder().encodeToString(raw));
    }

    /** Whether a client's value has the form of that algorithm: Base64 of the right length. */
    public static boolean wellFormed(ChecksumAlgorithm algorithm, String value) {
        return decode(value).filter(raw -> raw.length == algorithm.bytes()).isPresent();
    }

    /** The checksum of a multipart object from its parts' checksums in order. */
    public static Checksum ofParts(ChecksumAlgorithm algorithm, ChecksumType type, List<Piece> parts) {
        return switch (type) {
            case COMPOSITE -> composite(algorithm, parts);
            case FULL_OBJECT -> combined(algorithm, parts);
        };
    }

    private static Checksum composite(ChecksumAlgorithm algorithm, List<Piece> parts) {
        Accumulator accumulator = algorithm.start();
        for (Piece part : parts) {
            accumulator.update(ByteBuffer.wrap(Base64.getDecoder().decode(part.value())));
        }
        String value = Base64.getEncoder().encodeToString(accumulator.value()) + "-" + parts.size();
        return new Checksum(algorithm, ChecksumType.COMPOSITE, value);
    }

    private static Checksum combined(ChecksumAlgorithm algorithm, List<Piece> parts) {
        CrcCombiner combiner = CrcCombiner.of(algorithm);
        long crc = 0;
        for (Piece part : parts) {
            crc = combiner.combine(crc, toLong(Base64.getDecoder().decode(part.value())), part.size());
        }
        byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(crc).array();
        byte[] raw = new byte[algorithm.bytes()];
        System.arraycopy(eight, Long.BYTES - raw.length, raw, 0, raw.length);
        return ofWhole(algorithm, raw);
    }

    private static long toLong(byte[] raw) {
        long value = 0;
        for (byte b : raw) {
            value = value << Byte.SIZE | (b & 0xff);
        }
        return value;
    }

    private static Optional<byte[]> decode(String value) {
        try {
            return Optional.of(Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
