package io.jarrah.walrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Walrus as the AWS SDK for Java sees it. */
class SdkIT extends SdkCase {
    @Test
    void bucketsComeAndGo() {
        String name = bucket("come-and-go");
        assertThat(ann.listBuckets().buckets()).anyMatch(b -> b.name().equals(name) && b.creationDate() != null);
        assertThat(ann.headBucket(b -> b.bucket(name)).bucketRegion()).isEqualTo("us-east-1");
        assertThat(ann.getBucketLocation(b -> b.bucket(name)).locationConstraintAsString())
                .isIn(null, "");
        assertThat(code(() -> ann.createBucket(b -> b.bucket(name)))).isEqualTo("409 BucketAlreadyOwnedByYou");
        put(name, "x", new byte[] {1});
        assertThat(code(() -> ann.deleteBucket(b -> b.bucket(name)))).isEqualTo("409 BucketNotEmpty");
        ann.deleteObject(b -> b.bucket(name).key("x"));
        ann.deleteBucket(b -> b.bucket(name));
        assertThat(code(() -> ann.headBucket(b -> b.bucket(name)))).startsWith("404");
        assertThat(code(() -> ann.listObjectsV2(b -> b.bucket(name)))).isEqualTo("404 NoSuchBucket");
        assertThat(code(() -> ann.createBucket(b -> b.bucket("services")))).isEqualTo("400 InvalidBucketName");
    }

    @Test
    void othersSeeNothing() {
        String name = bucket("only-anns");
        put(name, "secret", bytes(10, 1));
        try (S3Client bob = fixture.client(WalrusFixture.BOB)) {
            assertThat(bob.listBuckets().buckets()).noneMatch(b -> b.name().equals(name));
            assertThat(code(() -> bob.createBucket(b -> b.bucket(name)))).isEqualTo("409 BucketAlreadyExists");
            assertThat(code(() -> bob.listObjectsV2(b -> b.bucket(name)))).isEqualTo("403 AccessDenied");
            assertThat(code(() -> bob.getObjectAsBytes(b -> b.bucket(name).key("secret"))))
                    .isEqualTo("403 AccessDenied");
            assertThat(code(() -> bob.putObject(b -> b.bucket(name).key("mine"), RequestBody.fromString("x"))))
                    .isEqualTo("403 AccessDenied");
            assertThat(code(() -> bob.deleteBucket(b -> b.bucket(name)))).isEqualTo("403 AccessDenied");
            bob.createBucket(b -> b.bucket("bobs-own"));
            assertThat(code(() -> bob.copyObject(b -> b.sourceBucket(name)
                            .sourceKey("secret")
                            .destinationBucket("bobs-own")
                            .destinationKey("stolen"))))
                    .isEqualTo("403 AccessDenied");
        }
        try (S3Client admin = fixture.client(WalrusFixture.ADMIN)) {
            assertThat(admin.listObjectsV2(b -> b.bucket(name)).contents()).hasSize(1);
            assertThat(code(() -> admin.putObject(b -> b.bucket(name).key("mine"), RequestBody.fromString("x"))))
                    .isEqualTo("403 AccessDenied");
        }
    }

    @Test
    void aWrongSecretAndAnUnknownKeyAreToldApart() {
        try (S3Client nobody = fixture.client("AKIANOBODYNOBODY0001")) {
            assertThat(code(nobody::listBuckets)).isEqualTo("403 InvalidAccessKeyId");
        }
        fixture.identity.addKey("AKIACHANGED000000001", "another", WalrusFixture.BOB_ACCOUNT, false);
        try (S3Client wrong = fixture.client("AKIACHANGED000000001")) {
            assertThat(code(wrong::listBuckets)).isEqualTo("403 SignatureDoesNotMatch");
        }
    }

    @Test
    void anObjectComesBackWithItsHeaders() {
        String name = bucket("headers");
        byte[] content = bytes(100_000, 2);
        ann.putObject(
                b -> b.bucket(name)
                        .key("a/b c+d%.txt")
                        .contentType("text/x-test")
                        .contentEncoding("gzip")
                        .cacheControl("max-age=5")
                        .contentDisposition("attachment")
                        .metadata(Map.of("colour", "red", "Size", "l")),
                RequestBody.fromBytes(content));
        ResponseBytes<GetObjectResponse> got =
                ann.getObjectAsBytes(b -> b.bucket(name).key("a/b c+d%.txt"));
        assertThat(got.asByteArray()).isEqualTo(content);
        assertThat(got.response().contentType()).isEqualTo("text/x-test");
        assertThat(got.response().contentEncoding()).isEqualTo("gzip");
        assertThat(got.response().cacheControl()).isEqualTo("max-age=5");
        assertThat(got.response().metadata()).containsEntry("colour", "red").containsEntry("size", "l");
        assertThat(got.response().lastModified())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        HeadObjectResponse head = ann.headObject(b -> b.bucket(name).key("a/b c+d%.txt"));
        assertThat(head.contentLength()).isEqualTo(content.length);
        assertThat(head.eTag()).isEqualTo(got.response().eTag());
        assertThat(ann.getObjectAsBytes(b -> b.bucket(name).key("a/b c+d%.txt").responseContentType("x/y"))
                        .response()
                        .contentType())
                .isEqualTo("x/y");
        assertThat(code(() -> ann.headObject(b -> b.bucket(name).key("none")))).startsWith("404");
        assertThat(code(() -> ann.getObjectAsBytes(b -> b.bucket(name).key("none"))))
                .isEqualTo("404 NoSuchKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "a/../b",
                "a/../../b",
                "/lead",
                "double//slash",
                "trail/",
                ".",
                "ünï/日本",
                "a+b",
                "a b",
                "100%",
                "%2F",
                "%2e%2e",
                "q?x=1&y",
                "semi;colon",
                "back\\slash",
                "quote\"'<>&",
                "emoji😀",
                "~tilde",
                "a#b",
                "=eq",
                "new\nline"
            })
    void keysAreKeptAsTheyAre(String key) {
        String name = "keys-" + Integer.toHexString(key.hashCode());
        bucket(name);
        put(name, key, key.getBytes(StandardCharsets.UTF_8));
        assertThat(get(name, key)).isEqualTo(key.getBytes(StandardCharsets.UTF_8));
        assertThat(ann.listObjectsV2(b -> b.bucket(name)).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        ann.deleteObject(b -> b.bucket(name).key(key));
        assertThat(ann.listObjectsV2(b -> b.bucket(name)).contents()).isEmpty();
    }

    @Test
    void aKeyThatClimbsAboveTheRootIsRefused() {
        String name = bucket("climbing");
        assertThat(code(() -> put(name, "../../etc/passwd", new byte[1]))).startsWith("400");
    }

    @Test
    void aKeyHasAtMost1024Bytes() {
        String name = bucket("long-keys");
        put(name, "k".repeat(1024), new byte[0]);
        assertThat(code(() -> put(name, "k".repeat(1025), new byte[0]))).isEqualTo("400 KeyTooLongError");
    }

    @Test
    void rangesAreServed() {
        String name = bucket("ranges");
        byte[] content = bytes(1000, 3);
        put(name, "r", content);
        assertThat(range(name, "bytes=0-9")).isEqualTo(Arrays.copyOfRange(content, 0, 10));
        assertThat(range(name, "bytes=990-")).isEqualTo(Arrays.copyOfRange(content, 990, 1000));
        assertThat(range(name, "bytes=-5")).isEqualTo(Arrays.copyOfRange(content, 995, 1000));
        assertThat(range(name, "bytes=900-5000")).isEqualTo(Arrays.copyOfRange(content, 900, 1000));
        assertThat(code(() -> range(name, "bytes=1000-"))).isEqualTo("416 InvalidRange");
        GetObjectResponse partial = ann.getObjectAsBytes(
                        b -> b.bucket(name).key("r").range("bytes=1-2"))
                .response();
        assertThat(partial.contentRange()).isEqualTo("bytes 1-2/1000");
    }

    private static byte[] range(String bucket, String range) {
        return ann.getObjectAsBytes(b -> b.bucket(bucket).key("r").range(range)).asByteArray();
    }

    @Test
    void conditionsHold() {
        String name = bucket("conditions");
        put(name, "c", bytes(10, 4));
        String etag = ann.headObject(b -> b.bucket(name).key("c")).eTag();
        assertThat(code(() -> ann.getObjectAsBytes(b -> b.bucket(name).key("c").ifMatch("\"other\""))))
                .isEqualTo("412 PreconditionFailed");
        assertThatThrownBy(
                        () -> ann.getObjectAsBytes(b -> b.bucket(name).key("c").ifNoneMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThatThrownBy(() -> ann.getObjectAsBytes(b ->
                        b.bucket(name).key("c").ifModifiedSince(Instant.now().plusSeconds(100))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThat(code(() -> ann.getObjectAsBytes(b ->
                        b.bucket(name).key("c").ifUnmodifiedSince(Instant.now().minusSeconds(1000)))))
                .isEqualTo("412 PreconditionFailed");
        assertThat(code(() ->
                        ann.putObject(b -> b.bucket(name).key("c").ifNoneMatch("*"), RequestBody.fromString("new"))))
                .isEqualTo("412 PreconditionFailed");
        assertThat(get(name, "c")).isEqualTo(bytes(10, 4));
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void checksumsAreVerifiedAndComeBack(ChecksumAlgorithm algorithm) {
        String name = bucket(
                "sum-" + algorithm.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        byte[] content = bytes(300_000, 5);
        ann.putObject(b -> b.bucket(name).key("s").checksumAlgorithm(algorithm), RequestBody.fromBytes(content));
        GetObjectResponse got = ann.getObjectAsBytes(
                        b -> b.bucket(name).key("s").checksumMode(ChecksumMode.ENABLED))
                .response();
        List<String> sums = new ArrayList<>(
                Arrays.asList(got.checksumCRC32(), got.checksumCRC32C(), got.checksumSHA1(), got.checksumSHA256()));
        sums.removeIf(java.util.Objects::isNull);
        assertThat(sums).hasSize(1);
        assertThat(got.checksumTypeAsString()).isEqualTo("FULL_OBJECT");
        assertThat(code(() -> ann.putObject(
                        b -> b.bucket(name).key("bad").checksumSHA256("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
                        RequestBody.fromBytes(content))))
                .isEqualTo("400 BadDigest");
        assertThat(code(() -> get(name, "bad"))).isEqualTo("404 NoSuchKey");
    }

    @Test
    void aWrongContentMd5IsRefused() {
        String name = bucket("content-md5");
        assertThat(code(() -> ann.putObject(
                        b -> b.bucket(name).key("m").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("not empty"))))
                .isEqualTo("400 BadDigest");
        assertThat(ann.listObjectsV2(b -> b.bucket(name)).contents()).isEmpty();
    }

    @Test
    void listingFollowsPrefixDelimiterAndTokens() {
        String name = bucket("listing");
        for (String key : List.of("a", "b/1", "b/2", "b/c/3", "c", "d/1", "d/2", "e", "z/ü")) {
            put(name, key, new byte[0]);
        }
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            ListObjectsV2Response page = ann.listObjectsV2(
                    b -> b.bucket(name).delimiter("/").maxKeys(2).continuationToken(next));
            page.contents().forEach(o -> seen.add(o.key()));
            page.commonPrefixes().forEach(p -> seen.add(p.prefix()));
            assertThat(page.keyCount()).isLessThanOrEqualTo(2);
            token = page.nextContinuationToken();
            assertThat(page.isTruncated()).isEqualTo(token != null);
        } while (token != null);
        assertThat(seen).containsExactlyInAnyOrder("a", "b/", "c", "d/", "e", "z/");
        assertThat(ann.listObjectsV2(b -> b.bucket(name).prefix("b/").delimiter("/"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("b/1", "b/2");
        assertThat(ann.listObjectsV2(b -> b.bucket(name).startAfter("c")).contents())
                .extracting(S3Object::key)
                .containsExactly("d/1", "d/2", "e", "z/ü");
        List<String> v1 = new ArrayList<>();
        ann.listObjects(b -> b.bucket(name).marker("b/")).contents().forEach(o -> v1.add(o.key()));
        assertThat(v1).containsExactly("b/1", "b/2", "b/c/3", "c", "d/1", "d/2", "e", "z/ü");
        assertThat(ann.listObjects(
                                b -> b.bucket(name).marker("b/").delimiter("/").maxKeys(2))
                        .nextMarker())
                .isEqualTo("d/");
        assertThat(ann.listObjectsV2(b -> b.bucket(name).maxKeys(0)).contents()).isEmpty();
    }

    @Test
    void manyObjectsAreDeletedAtOnce() {
        String name = bucket("multi-delete");
        List<ObjectIdentifier> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            put(name, "k" + i, new byte[] {1});
            keys.add(ObjectIdentifier.builder().key("k" + i).build());
        }
        keys.add(ObjectIdentifier.builder().key("never-there").build());
        assertThat(ann.deleteObjects(b -> b.bucket(name).delete(d -> d.objects(keys)))
                        .deleted())
                .hasSize(21);
        assertThat(ann.listObjectsV2(b -> b.bucket(name)).contents()).isEmpty();
    }

    @Test
    void presignedUrlsWork() throws Exception {
        String name = bucket("presigned");
        try (var presigner = fixture.presigner(WalrusFixture.ANN)) {
            URL put = presigner
                    .presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(b -> b.bucket(name).key("p ü")))
                    .url();
            HttpURLConnection up = (HttpURLConnection) put.openConnection();
            up.setRequestMethod("PUT");
            up.setDoOutput(true);
            up.getOutputStream().write(new byte[] {1, 2, 3});
            assertThat(up.getResponseCode()).isEqualTo(200);
            URL get = presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(b -> b.bucket(name).key("p ü")))
                    .url();
            try (InputStream in = get.openStream()) {
                assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
            }
            HttpURLConnection forged = (HttpURLConnection)
                    URI.create(get.toString().replace("p%20", "q%20")).toURL().openConnection();
            assertThat(forged.getResponseCode()).isEqualTo(403);
        }
    }

    @Test
    void bothMountPointsAreSignedWithTheirWholePath() {
        String name = bucket("mounted");
        put(name, "k", new byte[] {9});
        for (String mount : List.of("/services/Walrus", "/services/objectstorage")) {
            try (S3Client client =
                    WalrusFixture.client(WalrusFixture.ANN, fixture.uri().resolve(mount), b -> b)) {
                assertThat(client.getObjectAsBytes(b -> b.bucket(name).key("k")).asByteArray())
                        .containsExactly(9);
                assertThat(client.listBuckets().buckets()).isNotEmpty();
            }
        }
    }

    @Test
    void unsetConfigurationsAnswerTheirOwnCode() {
        String name = bucket("unset");
        assertThat(code(() -> ann.getBucketPolicy(b -> b.bucket(name)))).isEqualTo("404 NoSuchBucketPolicy");
        assertThat(code(() -> ann.getBucketCors(b -> b.bucket(name)))).isEqualTo("404 NoSuchCORSConfiguration");
        assertThat(code(() -> ann.getBucketTagging(b -> b.bucket(name)))).isEqualTo("404 NoSuchTagSet");
        assertThat(code(() -> ann.getBucketLifecycleConfiguration(b -> b.bucket(name))))
                .isEqualTo("404 NoSuchLifecycleConfiguration");
        assertThat(code(() -> ann.getBucketEncryption(b -> b.bucket(name))))
                .isEqualTo("404 ServerSideEncryptionConfigurationNotFoundError");
        assertThat(code(() -> ann.getObjectLockConfiguration(b -> b.bucket(name))))
                .isEqualTo("404 ObjectLockConfigurationNotFoundError");
        assertThat(ann.getBucketVersioning(b -> b.bucket(name)).status()).isNull();
        assertThat(ann.getBucketAcl(b -> b.bucket(name)).grants()).hasSize(1);
        assertThat(ann.getBucketRequestPayment(b -> b.bucket(name)).payerAsString())
                .isEqualTo("BucketOwner");
        assertThat(code(() ->
                        ann.getBucketInventoryConfiguration(b -> b.bucket(name).id("x"))))
                .isEqualTo("501 NotImplemented");
        assertThat(code(() -> ann.deleteBucketInventoryConfiguration(
                        b -> b.bucket(name).id("x"))))
                .isEqualTo("501 NotImplemented");
        assertThat(ann.headBucket(b -> b.bucket(name)).sdkHttpResponse().isSuccessful())
                .isTrue();
    }

    @Test
    void theCloudControllerLearnsTheDigest() {
        String name = bucket("digests");
        byte[] content = bytes(123_456, 14);
        put(name, "image", content);
        var correlation = io.jarrah.common.contract.Correlation.random();
        var internal = fixture.walrus.internalService();
        var described = internal.describeObject(correlation, WalrusFixture.ANN_ACCOUNT, name, "image");
        assertThat(described.sizeBytes()).isEqualTo(content.length);
        assertThat(described.sha256()).matches("[0-9a-f]{64}");
        assertThat(internal.describeObject(correlation, WalrusFixture.ANN_ACCOUNT, name, "image"))
                .isEqualTo(described);
        assertThatThrownBy(() -> internal.describeObject(correlation, WalrusFixture.BOB_ACCOUNT, name, "image"))
                .hasMessageContaining("does not belong");
    }
}
