package io.jarrah.common.checksum;

import java.util.List;

/** The checksum of an object made of parts, from those of its parts. */
public final class MultipartChecksum {
    private static final CrcCombination CRC32 = new CrcCombination(32, 0xEDB88320L);
    private static final CrcCombination CRC32C = new CrcCombination(32, 0x82F63B78L);
    private static final CrcCombination CRC64NVME = new CrcCombination(64, Crc64Nvme.REFLECTED_POLYNOMIAL);

    private MultipartChecksum() {}

    /**
     * One part.
     *
     * @param checksum its checksum
     * @param length its length in bytes, 0 or more
     */
    public record Part(ChecksumValue checksum, long length) {}

    /**
     * S3's COMPOSITE form: the checksum of the parts' checksums, with {@code -N} for the number of parts; with MD5 in hex it is the ETag.
     *
     * @param parts in order, at least one, all of one algorithm
     */
    public static String composite(List<ChecksumValue> parts) {
        return compositeValue(parts).base64() + "-" + parts.size();
    }

    /** The checksum of the parts' checksums. */
    public static ChecksumValue compositeValue(List<ChecksumValue> parts) {
        StreamingChecksum whole = common(parts).start();
        parts.forEach(part -> whole.update(part.bytes()));
        return whole.finish();
    }

    /**
     * S3's FULL_OBJECT form: the same as the checksum of all bytes in one go.
     *
     * @param parts in order, at least one, all of one CRC
     * @throws IllegalArgumentException when the algorithm is no CRC
     */
    public static ChecksumValue fullObject(List<Part> parts) {
        ChecksumAlgorithm algorithm = common(parts.stream().map(Part::checksum).toList());
        CrcCombination combination =
                switch (algorithm) {
                    case CRC32 -> CRC32;
                    case CRC32C -> CRC32C;
                    case CRC64NVME -> CRC64NVME;
                    case SHA1, SHA256, SHA512, MD5 ->
                        throw new IllegalArgumentException(
                                "the " + algorithm + " of an object cannot be had from its parts'");
                };
        long value = toLong(parts.getFirst().checksum());
        for (Part part : parts.subList(1, parts.size())) {
            value = combination.combine(value, toLong(part.checksum()), part.length());
        }
        return new ChecksumValue(algorithm, StreamingChecksum.toBytes(value, algorithm.length()));
    }

    private static ChecksumAlgorithm common(List<ChecksumValue> parts) {
        if (parts.stream().map(ChecksumValue::algorithm).distinct().count() != 1) {
            throw new IllegalArgumentException(
                    "an object has at least one part, and all its parts one checksum algorithm");
        }
        return parts.getFirst().algorithm();
    }

    private static long toLong(ChecksumValue checksum) {
        long value = 0;
        for (byte b : checksum.bytes()) {
            value = (value << 8) | (b & 0xFF);
        }
        return value;
    }
}
