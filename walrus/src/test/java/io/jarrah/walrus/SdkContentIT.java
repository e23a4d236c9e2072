package io.jarrah.walrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Copies, parts and replaced objects, as the AWS SDK for Java sees them. */
class SdkContentIT extends SdkCase {
    @Test
    void copiesShareBytesButNotFate() {
        String name = bucket("copies");
        byte[] content = bytes(5000, 6);
        put(name, "from", content);
        ann.copyObject(b ->
                b.sourceBucket(name).sourceKey("from").destinationBucket(name).destinationKey("to"));
        ann.deleteObject(b -> b.bucket(name).key("from"));
        assertThat(get(name, "to")).isEqualTo(content);
        ann.copyObject(b -> b.sourceBucket(name)
                .sourceKey("to")
                .destinationBucket(name)
                .destinationKey("to")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("new", "yes")));
        assertThat(ann.headObject(b -> b.bucket(name).key("to")).metadata()).containsEntry("new", "yes");
        assertThat(get(name, "to")).isEqualTo(content);
        assertThat(code(() -> ann.copyObject(b -> b.sourceBucket(name)
                        .sourceKey("to")
                        .destinationBucket(name)
                        .destinationKey("to"))))
                .isEqualTo("400 InvalidRequest");
    }

    @Test
    void partsBecomeAnObject() {
        String name = bucket("parts");
        byte[] first = bytes(PART, 7);
        byte[] second = bytes(1234, 8);
        String upload = ann.createMultipartUpload(
                        b -> b.bucket(name).key("mp").checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
        UploadPartResponse one = part(name, upload, 1, first);
        UploadPartResponse unused = part(name, upload, 2, bytes(77, 9));
        UploadPartResponse two = part(name, upload, 3, second);
        assertThat(ann.listParts(b -> b.bucket(name).key("mp").uploadId(upload)).parts())
                .hasSize(3);
        assertThat(ann.listMultipartUploads(b -> b.bucket(name)).uploads()).hasSize(1);
        assertThat(unused.eTag()).isNotEqualTo(two.eTag());
        CompletedPart partOne = completed(1, one);
        CompletedPart partThree = completed(3, two);
        assertThat(code(() -> complete(name, upload, List.of(partThree, partOne))))
                .isEqualTo("400 InvalidPartOrder");
        assertThat(code(() -> complete(name, upload, List.of(completed(2, unused), partThree))))
                .isEqualTo("400 EntityTooSmall");
        assertThat(code(() -> complete(name, upload, List.of(completed(1, two), partThree))))
                .isEqualTo("400 InvalidPart");
        complete(name, upload, List.of(partOne, partThree));
        complete(name, upload, List.of(partOne, partThree));
        byte[] whole = Arrays.copyOf(first, PART + 1234);
        System.arraycopy(second, 0, whole, PART, 1234);
        assertThat(get(name, "mp")).isEqualTo(whole);
        HeadObjectResponse head = ann.headObject(b -> b.bucket(name).key("mp"));
        assertThat(head.eTag()).matches("\"[0-9a-f]{32}-2\"");
        assertThat(ann.getObjectAsBytes(b -> b.bucket(name).key("mp").range("bytes=" + (PART - 2) + "-" + (PART + 1)))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(whole, PART - 2, PART + 2));
        assertThat(code(() -> ann.listParts(b -> b.bucket(name).key("mp").uploadId(upload))))
                .isEqualTo("404 NoSuchUpload");
        assertThat(ann.listMultipartUploads(b -> b.bucket(name)).uploads()).isEmpty();
    }

    @Test
    void anAbortedUploadLeavesNothing() throws Exception {
        String name = bucket("aborted");
        String upload = ann.createMultipartUpload(b -> b.bucket(name).key("mp")).uploadId();
        long before = files();
        part(name, upload, 1, bytes(1000, 10));
        assertThat(files()).isEqualTo(before + 1);
        ann.abortMultipartUpload(b -> b.bucket(name).key("mp").uploadId(upload));
        assertThat(files()).isEqualTo(before);
        ann.deleteBucket(b -> b.bucket(name));
    }

    @Test
    void anOverwrittenObjectsFileGoes() throws Exception {
        String name = bucket("overwritten");
        put(name, "o", bytes(1000, 11));
        long before = files();
        put(name, "o", bytes(2000, 12));
        assertThat(files()).isEqualTo(before);
        assertThat(get(name, "o")).isEqualTo(bytes(2000, 12));
        try (InputStream reading = ann.getObject(b -> b.bucket(name).key("o"))) {
            assertThat(reading.read()).isEqualTo(bytes(1, 12)[0] & 0xff);
            put(name, "o", bytes(10, 13));
            assertThat(reading.readAllBytes()).hasSize(1999);
        }
    }

    private static long files() throws Exception {
        try (var all = Files.walk(directory.resolve("objects"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static UploadPartResponse part(String bucket, String upload, int number, byte[] content) {
        return ann.uploadPart(
                b -> b.bucket(bucket).key("mp").uploadId(upload).partNumber(number), RequestBody.fromBytes(content));
    }

    private static CompletedPart completed(int number, UploadPartResponse part) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .build();
    }

    private static void complete(String bucket, String upload, List<CompletedPart> parts) {
        ann.completeMultipartUpload(
                b -> b.bucket(bucket).key("mp").uploadId(upload).multipartUpload(m -> m.parts(parts)));
    }

    @Test
    void ofConcurrentPutsOneWinsWholeAndNoFileIsLeft() throws Exception {
        String name = bucket("concurrent");
        long before = files();
        S3Client once = WalrusFixture.client(
                WalrusFixture.ANN,
                fixture.uri(),
                b -> b.overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1))));
        try (once;
                var pool = java.util.concurrent.Executors.newFixedThreadPool(12)) {
            List<java.util.concurrent.Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int seed = i;
                puts.add(pool.submit(() -> once.putObject(
                        b -> b.bucket(name).key("same"), RequestBody.fromBytes(bytes(20_000 + seed, seed)))));
                puts.add(pool.submit(() -> {
                    try {
                        byte[] read = once.getObjectAsBytes(b -> b.bucket(name).key("same"))
                                .asByteArray();
                        assertThat(read).isEqualTo(bytes(read.length, read.length - 20_000));
                    } catch (software.amazon.awssdk.services.s3.model.NoSuchKeyException e) {
                        assertThat(e.statusCode()).isEqualTo(404);
                    }
                }));
            }
            for (java.util.concurrent.Future<?> put : puts) {
                put.get();
            }
        }
        byte[] winner = get(name, "same");
        assertThat(winner).isEqualTo(bytes(winner.length, winner.length - 20_000));
        assertThat(files()).isEqualTo(before + 1);
    }
}
