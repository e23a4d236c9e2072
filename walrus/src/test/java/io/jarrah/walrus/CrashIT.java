package io.jarrah.walrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.testing.Eventually;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Walrus killed in the middle of its work, and Walrus on a full disk. */
class CrashIT {
    private static final int WRITERS = 4;
    private static final int ENOUGH = 60;
    private static final int HALF = 3 << 20;

    @TempDir
    static Path scratch;

    @Test
    void whatWasAcknowledgedSurvivesAndNothingElseIsLeft() throws Exception {
        Path directory = scratch.resolve("crash");
        Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
        try (ChildWalrus child = ChildWalrus.start(scratch, directory, 0, Optional.empty());
                S3Client client = client(child.uri())) {
            client.createBucket(b -> b.bucket("crash"));
            HttpURLConnection half = sendHalf(child.uri());
            AtomicInteger number = new AtomicInteger();
            Thread[] writers = new Thread[WRITERS];
            for (int i = 0; i < WRITERS; i++) {
                writers[i] = Thread.ofPlatform().start(() -> write(client, number, acknowledged));
            }
            Eventually.get(Duration.ofMinutes(1), () -> Optional.of(acknowledged.size())
                    .filter(n -> n >= ENOUGH));
            assertThat(incoming(directory)).isGreaterThanOrEqualTo(1);
            child.kill();
            for (Thread writer : writers) {
                writer.join();
            }
            half.disconnect();
        }
        Path stray = Files.write(
                directory.resolve("objects/blobs/ab/ab000000000000000000000000000000"), new byte[] {1, 2, 3});
        WalrusFixture again = new WalrusFixture(directory);
        try (S3Client client = again.client(WalrusFixture.ANN)) {
            assertThat(incoming(directory)).isZero();
            acknowledged.forEach((key, content) -> assertThat(
                            client.getObjectAsBytes(b -> b.bucket("crash").key(key))
                                    .asByteArray())
                    .isEqualTo(content));
            assertThat(client.listObjectsV2(b -> b.bucket("crash")).contents())
                    .extracting(S3Object::key)
                    .doesNotContain("half");
            long objects = client.listObjectsV2Paginator(b -> b.bucket("crash")).contents().stream()
                    .count();
            Eventually.get(() -> Optional.of(blobs(directory)).filter(count -> count == objects));
            assertThat(stray).doesNotExist();
        } finally {
            again.stop();
        }
    }

    private static void write(S3Client client, AtomicInteger number, Map<String, byte[]> acknowledged) {
        Random random = new Random(number.get());
        try {
            while (true) {
                // Few keys, so that objects are replaced too; each writer's last acknowledged content counts.
                String key = Thread.currentThread().threadId() + "-" + number.incrementAndGet() % 100;
                byte[] content = new byte[random.nextInt(60_000)];
                random.nextBytes(content);
                acknowledged.remove(key);
                client.putObject(b -> b.bucket("crash").key(key), RequestBody.fromBytes(content));
                acknowledged.put(key, content);
            }
        } catch (SdkException e) {
            // The server was killed, as it should be.
            assertThat(e).isNotInstanceOf(S3Exception.class);
        }
    }

    private static HttpURLConnection sendHalf(URI endpoint) throws Exception {
        try (var presigner = WalrusFixture.presigner(WalrusFixture.ANN, endpoint)) {
            HttpURLConnection up = (HttpURLConnection) presigner
                    .presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(b -> b.bucket("crash").key("half")))
                    .url()
                    .openConnection();
            up.setRequestMethod("PUT");
            up.setDoOutput(true);
            up.setFixedLengthStreamingMode(2 * HALF);
            OutputStream out = up.getOutputStream();
            out.write(new byte[HALF]);
            out.flush();
            return up;
        }
    }

    @Test
    void aFullDiskRefusesUploadsAndLosesNothing() throws Exception {
        Path directory = Files.createDirectories(scratch.resolve("full"));
        String mount = "mount -t tmpfs -o size=96m walrus-test " + directory;
        try (ChildWalrus child = ChildWalrus.start(scratch, directory, 16 << 20, Optional.of(mount));
                S3Client client = client(child.uri())) {
            client.createBucket(b -> b.bucket("full"));
            // Small enough that the SDK does not ask first: Java's HttpURLConnection drops the body of a refusal then.
            byte[] content = new byte[1_000_000];
            new Random(7).nextBytes(content);
            int stored = 0;
            Optional<S3Exception> refused = Optional.empty();
            while (refused.isEmpty() && stored < 200) {
                refused = put(client, "k" + stored, content);
                stored += refused.isEmpty() ? 1 : 0;
            }
            assertThat(refused).isPresent();
            assertThat(refused.get().statusCode()).isEqualTo(507);
            assertThat(refused.get().awsErrorDetails().errorCode()).isEqualTo("InsufficientStorage");
            assertThat(stored).isGreaterThan(5);
            for (int i = 0; i < stored; i++) {
                String key = "k" + i;
                assertThat(client.getObjectAsBytes(b -> b.bucket("full").key(key))
                                .asByteArray())
                        .isEqualTo(content);
            }
            client.deleteObject(b -> b.bucket("full").key("k0"));
            assertThat(put(client, "again", content)).isEmpty();
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> client.getObjectAsBytes(b -> b.bucket("full").key("k0")))
                    .isInstanceOf(NoSuchKeyException.class);
        }
    }

    private static Optional<S3Exception> put(S3Client client, String key, byte[] content) {
        try {
            client.putObject(b -> b.bucket("full").key(key), RequestBody.fromBytes(content));
            return Optional.empty();
        } catch (S3Exception e) {
            return Optional.of(e);
        }
    }

    private static S3Client client(URI endpoint) {
        return WalrusFixture.client(
                WalrusFixture.ANN, endpoint, b -> b.overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1))));
    }

    private static long incoming(Path directory) throws Exception {
        return count(directory.resolve("objects/incoming"));
    }

    private static long blobs(Path directory) throws Exception {
        return count(directory.resolve("objects/blobs"));
    }

    private static long count(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
