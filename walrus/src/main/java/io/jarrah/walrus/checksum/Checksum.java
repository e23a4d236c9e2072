package io.jarrah.walrus.checksum;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.common.checksum.ChecksumValue;
import io.jarrah.common.checksum.MultipartChecksum;
import java.util.List;

/**
 * A checksum of an object or part, as it is stored and shown.
 *
 * @param algorithm how it was computed
 * @param type whether it is of all bytes or of the parts' checksums
 * @param value in Base64; for {@link ChecksumType#COMPOSITE} with {@code -N} behind it, N the number of parts
 */
public record Checksum(ChecksumAlgorithm algorithm, ChecksumType type, String value) {
    /** The checksum of a whole. */
    public static Checksum ofWhole(ChecksumValue value) {
        return new Checksum(value.algorithm(), ChecksumType.FULL_OBJECT, value.base64());
    }

    /** The checksum of a multipart object from its parts' checksums in order. */
    public static Checksum ofParts(ChecksumAlgorithm algorithm, ChecksumType type, List<MultipartChecksum.Part> parts) {
        return switch (type) {
            case COMPOSITE ->
                new Checksum(
                        algorithm,
                        type,
                        MultipartChecksum.composite(parts.stream()
                                .map(MultipartChecksum.Part::checksum)
                                .toList()));
            case FULL_OBJECT -> ofWhole(MultipartChecksum.fullObject(parts));
        };
    }
}
