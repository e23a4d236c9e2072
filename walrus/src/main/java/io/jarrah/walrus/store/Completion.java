package io.jarrah.walrus.store;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.common.checksum.ChecksumValue;
import io.jarrah.common.checksum.MultipartChecksum;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.checksum.ChecksumType;
import io.jarrah.walrus.db.PartEntity;
import io.jarrah.walrus.db.UploadEntity;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a client says an upload consists of; judged against the parts that arrived
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html).
 *
 * @param parts the chosen parts
 * @param expectedSize length of the whole, when the client said it
 * @param expectedChecksum the whole's checksum, when the client said it
 */
public record Completion(List<Chosen> parts, Optional<Long> expectedSize, Optional<Checksum> expectedChecksum) {
    /** Amazon's limits. */
    public static final int MAX_PARTS = 10_000;

    static final long MIN_PART_BYTES = 5L << 20;
    static final long MAX_OBJECT_BYTES = 5L << 40;

    public Completion {
        parts = List.copyOf(parts);
    }

    /**
     * A chosen part.
     *
     * @param number its number
     * @param etag its entity tag without quotes
     * @param checksums its checksums as the client knows them
     */
    public record Chosen(int number, String etag, Map<ChecksumAlgorithm, String> checksums) {}

    /** The whole. */
    record Assembled(Set<String> blobIds, long size, String etag, Optional<Checksum> checksum) {}

    Assembled assemble(UploadEntity upload, List<PartEntity> arrived) {
        Map<Integer, PartEntity> byNumber =
                arrived.stream().collect(Collectors.toMap(PartEntity::partNumber, Function.identity()));
        requireOrder();
        List<PartEntity> chosen = new ArrayList<>();
        for (Chosen part : parts) {
            chosen.add(match(part, byNumber));
        }
        long size = requireSizes(chosen);
        Optional<Checksum> checksum = upload.checksumAlgorithm()
                .map(algorithm -> Checksum.ofParts(
                        algorithm,
                        upload.checksumType().orElse(ChecksumType.defaultOf(algorithm)),
                        chosen.stream().map(part -> piece(algorithm, part)).toList()));
        requireChecksum(checksum);
        Set<String> blobs =
                chosen.stream().map(PartEntity::blobId).collect(Collectors.toCollection(LinkedHashSet::new));
        return new Assembled(blobs, size, etag(chosen), checksum);
    }

    private void requireOrder() {
        if (parts.isEmpty() || parts.size() > MAX_PARTS) {
            throw new S3Exception(S3Error.MalformedXML, "An upload is completed with 1 to " + MAX_PARTS + " parts.");
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).number() <= parts.get(i - 1).number()) {
                throw new S3Exception(S3Error.InvalidPartOrder);
            }
        }
    }

    private static PartEntity match(Chosen part, Map<Integer, PartEntity> arrived) {
        PartEntity row = arrived.get(part.number());
        boolean matches = row != null
                && row.etag().equals(part.etag())
                && row.checksumAlgorithm()
                        .map(part.checksums()::get)
                        .map(claimed -> row.checksumValue().equals(Optional.of(claimed)))
                        .orElse(true);
        if (row == null || !matches) {
            throw new S3Exception(S3Error.InvalidPart)
                    .with("PartNumber", Integer.toString(part.number()))
                    .with("ETag", part.etag());
        }
        return row;
    }

    private long requireSizes(List<PartEntity> chosen) {
        for (PartEntity part : chosen.subList(0, chosen.size() - 1)) {
            if (part.size() < MIN_PART_BYTES) {
                throw new S3Exception(S3Error.EntityTooSmall)
                        .with("ProposedSize", Long.toString(part.size()))
                        .with("MinSizeAllowed", Long.toString(MIN_PART_BYTES))
                        .with("PartNumber", Integer.toString(part.partNumber()))
                        .with("ETag", part.etag());
            }
        }
        long size = chosen.stream().mapToLong(PartEntity::size).sum();
        if (size > MAX_OBJECT_BYTES) {
            throw new S3Exception(S3Error.EntityTooLarge)
                    .with("ProposedSize", Long.toString(size))
                    .with("MaxSizeAllowed", Long.toString(MAX_OBJECT_BYTES));
        }
        if (expectedSize.isPresent() && expectedSize.get() != size) {
            throw new S3Exception(
                    S3Error.InvalidRequest,
                    "The provided 'x-amz-mp-object-size' header value " + expectedSize.get()
                            + " does not match what was computed: " + size);
        }
        return size;
    }

    private void requireChecksum(Optional<Checksum> computed) {
        if (expectedChecksum.isEmpty()) {
            return;
        }
        Checksum expected = expectedChecksum.get();
        boolean same = computed.filter(sum ->
                        sum.algorithm() == expected.algorithm() && sum.value().equals(expected.value()))
                .isPresent();
        if (!same) {
            throw new S3Exception(
                    S3Error.BadDigest,
                    "The " + expected.algorithm() + " you specified did not match the calculated checksum.");
        }
    }

    private static MultipartChecksum.Part piece(ChecksumAlgorithm algorithm, PartEntity part) {
        ChecksumValue value = part.checksumValue()
                .flatMap(text -> ChecksumValue.parse(algorithm, text))
                .orElseThrow(() -> new IllegalStateException("part " + part.blobId() + " has no " + algorithm));
        return new MultipartChecksum.Part(value, part.size());
    }

    /** MD5 over the parts' raw MD5s, a hyphen and their number. */
    private static String etag(List<PartEntity> chosen) {
        List<ChecksumValue> tags = chosen.stream()
                .map(part ->
                        new ChecksumValue(ChecksumAlgorithm.MD5, HexFormat.of().parseHex(part.etag())))
                .toList();
        return MultipartChecksum.compositeValue(tags).hex() + "-" + chosen.size();
    }
}
