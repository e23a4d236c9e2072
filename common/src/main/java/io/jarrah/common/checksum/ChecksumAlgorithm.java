package io.jarrah.common.checksum;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The checksums S3 takes and gives in {@code x-amz-checksum-*}. */
public enum ChecksumAlgorithm {
    /** As in zip. */
    CRC32(4),
    /** Castagnoli. */
    CRC32C(4),
    /** What the SDKs send by default since 2025. */
    CRC64NVME(8),
    /** SHA-1. */
    SHA1(20),
    /** SHA-256. */
    SHA256(32),
    /** SHA-512. */
    SHA512(64),
    /** MD5, as a checksum of its own besides Content-MD5. */
    MD5(16);

    private static final String PREFIX = "x-amz-checksum-";
    private final int length;

    ChecksumAlgorithm(int length) {
        this.length = length;
    }

    /** Bytes of a value. */
    public int length() {
        return length;
    }

    /** The header, for example {@code x-amz-checksum-crc32c}. */
    public String header() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    /** Whether the checksum of a whole object follows from those of its parts (FULL_OBJECT multipart checksums). */
    public boolean isCombinable() {
        return switch (this) {
            case CRC32, CRC32C, CRC64NVME -> true;
            case SHA1, SHA256, SHA512, MD5 -> false;
        };
    }

    /** The algorithm of a header, in any case; empty when it is none known. */
    public static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.header().equalsIgnoreCase(header))
                .findFirst();
    }

    /** The algorithm of x-amz-checksum-algorithm or x-amz-sdk-checksum-algorithm, in any case; empty when it is none known. */
    public static Optional<ChecksumAlgorithm> ofName(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** A new checksum of nothing so far. */
    public StreamingChecksum start() {
        return new StreamingChecksum(this);
    }
}
