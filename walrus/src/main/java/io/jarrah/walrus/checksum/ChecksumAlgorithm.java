package io.jarrah.walrus.checksum;

import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The additional checksums of S3
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
 */
public enum ChecksumAlgorithm {
    CRC32("ChecksumCRC32", 4, true),
    CRC32C("ChecksumCRC32C", 4, true),
    CRC64NVME("ChecksumCRC64NVME", 8, true),
    SHA1("ChecksumSHA1", 20, false),
    SHA256("ChecksumSHA256", 32, false);

    private final String element;
    private final int bytes;
    private final boolean combinable;

    ChecksumAlgorithm(String element, int bytes, boolean combinable) {
        this.element = element;
        this.bytes = bytes;
        this.combinable = combinable;
    }

    /** Finds it by its name in {@code x-amz-checksum-algorithm} or {@code x-amz-sdk-checksum-algorithm}, in any case. */
    public static Optional<ChecksumAlgorithm> byName(String name) {
        for (ChecksumAlgorithm algorithm : values()) {
            if (algorithm.name().equalsIgnoreCase(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Finds it by its header, such as {@code x-amz-checksum-crc32}, in any case. */
    public static Optional<ChecksumAlgorithm> byHeader(String header) {
        for (ChecksumAlgorithm algorithm : values()) {
            if (algorithm.header().equalsIgnoreCase(header)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The header and trailer that carries it, lower case. */
    public String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The XML element that carries it. */
    public String element() {
        return element;
    }

    /** Length of the raw value. */
    public int bytes() {
        return bytes;
    }

    /** Whether the checksum of a whole follows from those of its parts. */
    public boolean combinable() {
        return combinable;
    }

    /** What Amazon takes for a multipart upload that names only the algorithm. */
    public ChecksumType defaultMultipartType() {
        return this == CRC64NVME ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE;
    }

    /** A fresh running computation. */
    public Accumulator start() {
        return switch (this) {
            case CRC32 -> new CrcAccumulator(new CRC32(), bytes);
            case CRC32C -> new CrcAccumulator(new CRC32C(), bytes);
            case CRC64NVME -> new CrcAccumulator(new Crc64Nvme(), bytes);
            case SHA1 -> new DigestAccumulator("SHA-1");
            case SHA256 -> new DigestAccumulator("SHA-256");
        };
    }
}
