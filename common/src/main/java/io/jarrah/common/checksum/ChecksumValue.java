package io.jarrah.common.checksum;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A checksum.
 *
 * @param algorithm how it was made
 * @param bytes the value, as long as the algorithm's; the highest byte of a CRC first
 */
public record ChecksumValue(ChecksumAlgorithm algorithm, byte[] bytes) {
    /** Copies; refuses another length than the algorithm's. */
    public ChecksumValue {
        bytes = bytes.clone();
        if (bytes.length != algorithm.length()) {
            throw new IllegalArgumentException(
                    algorithm + " has " + algorithm.length() + " bytes, not " + bytes.length);
        }
    }

    /** Reads the form of the headers; empty when it is not Base64 of the right length. */
    public static Optional<ChecksumValue> parse(ChecksumAlgorithm algorithm, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == algorithm.length()
                    ? Optional.of(new ChecksumValue(algorithm, bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A copy of the value. */
    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The form of the headers. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** In hex, as an ETag has it. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChecksumValue value
                && value.algorithm == algorithm
                && MessageDigest.isEqual(value.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * algorithm.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return algorithm + ":" + base64();
    }
}
