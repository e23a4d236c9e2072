package io.jarrah.walrus.checksum;

import io.jarrah.common.checksum.ChecksumAlgorithm;

/** What a multipart object's checksum is of. */
public enum ChecksumType {
    /** Of the parts' checksums, with {@code -N} behind it. */
    COMPOSITE,
    /** Of all bytes. */
    FULL_OBJECT;

    /** What Amazon takes for a multipart upload that names only the algorithm. */
    public static ChecksumType defaultOf(ChecksumAlgorithm algorithm) {
        return algorithm == ChecksumAlgorithm.CRC64NVME ? FULL_OBJECT : COMPOSITE;
    }

    /** Whether there can be a checksum of this type with that algorithm. */
    public boolean isPossibleWith(ChecksumAlgorithm algorithm) {
        return switch (this) {
            case COMPOSITE -> algorithm != ChecksumAlgorithm.CRC64NVME;
            case FULL_OBJECT -> algorithm.isCombinable();
        };
    }
}
