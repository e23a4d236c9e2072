package io.jarrah.nc.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.image.ImageException.Kind;
import io.jarrah.nc.testing.ImageServer;
import io.jarrah.nc.testing.ImageServer.Fault;
import io.jarrah.nc.testing.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageCacheTest {
    private static final ImageDownload.Limits HASTY =
            new ImageDownload.Limits(Duration.ofSeconds(10), Duration.ofMillis(300), 3, Duration.ofMillis(1));

    @TempDir
    Path directory;

    private final byte[] content = bytes(1, 3_000_001);
    private final ImageServer server = new ImageServer(content);
    private Set<String> inUse = Set.of();

    @BeforeAll
    void serve() throws Exception {
        server.begin();
    }

    @BeforeEach
    void reset() {
        server.reset(content);
        inUse = Set.of();
    }

    @AfterAll
    void close() throws Exception {
        server.shut();
    }

    @Test
    void anImageIsDownloadedOnceAndThenThere() throws Exception {
        ImageCache cache = cache(1L << 30);
        ImageSource source = source();
        assertThat(cache.holds(source)).isFalse();
        Path file = cache.fetch(source);
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(cache.holds(source)).isTrue();
        assertThat(cache.fetch(source)).isEqualTo(file);
        assertThat(server.ranges).hasSize(1);
        assertThat(file.getFileName().toString()).startsWith(source.id() + "-");
    }

    @Test
    void aDownloadThatBreaksOffGoesOnWhereItStopped() throws Exception {
        server.fail(Fault.BREAK_OFF_HALFWAY, 2);
        assertThat(Files.readAllBytes(cache(1L << 30).fetch(source()))).isEqualTo(content);
        assertThat(server.ranges).hasSize(3);
        assertThat(server.ranges.get(2)).startsWith("bytes=");
    }

    @Test
    void aDownloadThatStallsIsTriedAgain() throws Exception {
        server.fail(Fault.STALL_HALFWAY, 1);
        assertThat(Files.readAllBytes(cache(1L << 30).fetch(source()))).isEqualTo(content);
    }

    @Test
    void aServerThatIgnoresRangesIsReadFromTheStart() throws Exception {
        leavePart(1000);
        server.fail(Fault.IGNORE_RANGE, 1);
        assertThat(Files.readAllBytes(cache(1L << 30).fetch(source()))).isEqualTo(content);
    }

    @Test
    void aServerThatContinuesElsewhereIsReadFromTheStart() throws Exception {
        leavePart(1000);
        server.fail(Fault.WRONG_RANGE, 1);
        assertThat(Files.readAllBytes(cache(1L << 30).fetch(source()))).isEqualTo(content);
        assertThat(server.ranges).containsExactly("bytes=1000-", "");
    }

    @Test
    void aHalfWrittenFileOfAnEarlierLifeIsResumed() throws Exception {
        leavePart(2_000_000);
        assertThat(Files.readAllBytes(cache(1L << 30).fetch(source()))).isEqualTo(content);
        assertThat(server.ranges).containsExactly("bytes=2000000-");
    }

    @Test
    void aHalfWrittenFileOfOtherContentIsDiscarded() throws Exception {
        Files.write(directory.resolve(ImageCache.entryName(source()) + ".part"), bytes(9, 2_000_000));
        assertThat(Files.readAllBytes(cache(1L << 30).fetch(source()))).isEqualTo(content);
        assertThat(server.ranges).containsExactly("bytes=2000000-", "");
    }

    @Test
    void aRefusedAddressNeedsAFreshOne() {
        server.fail(Fault.FORBIDDEN, 1);
        assertKind(Kind.REFUSED);
    }

    @Test
    void anUnavailableServerIsReportedAfterSomeTries() {
        server.fail(Fault.UNAVAILABLE, 100);
        assertKind(Kind.UNAVAILABLE);
        assertThat(server.ranges).hasSize(3);
    }

    @Test
    void contentThatIsNotTheRegisteredOneIsRefused() {
        ImageSource source = source();
        server.content(bytes(2, content.length));
        assertThatThrownBy(() -> cache(1L << 30).fetch(source))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
        assertThat(directory.resolve(ImageCache.entryName(source))).doesNotExist();
    }

    @Test
    void contentLongerThanRegisteredIsNotTaken() {
        ImageSource source = source();
        server.content(bytes(1, content.length + 1));
        assertThatThrownBy(() -> cache(1L << 30).fetch(source)).isInstanceOf(ImageException.class);
    }

    @Test
    void requestsForOneImageShareOneDownload() throws Exception {
        ImageCache cache = cache(1L << 30);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Path>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(pool.submit(() -> cache.fetch(source())));
            }
            for (Future<Path> one : all) {
                assertThat(one.get()).hasSize(content.length);
            }
        }
        assertThat(server.ranges).hasSize(1);
    }

    @Test
    void whoNoLongerWaitsEndsTheDownloadAndTheNextOneResumesIt() throws Exception {
        ImageCache cache = new ImageCache(
                directory,
                1L << 30,
                new ImageDownload(new ImageDownload.Limits(
                        Duration.ofSeconds(10), Duration.ofMinutes(5), 3, Duration.ofMillis(1))),
                () -> inUse);
        cache.start();
        server.fail(Fault.STALL_HALFWAY, 1);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                cache.fetch(source());
            } catch (ImageException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Path part = directory.resolve(ImageCache.entryName(source()) + ".part");
        Eventually.isTrue(() -> Files.exists(part) && Files.size(part) > 0);
        waiting.interrupt();
        waiting.join();
        assertThat(Files.readAllBytes(cache.fetch(source()))).isEqualTo(content);
        assertThat(server.ranges.get(1)).startsWith("bytes=");
    }

    @Test
    void aDamagedEntryIsFetchedAgain() throws Exception {
        ImageSource source = source();
        Path file = cache(1L << 30).fetch(source);
        byte[] damaged = content.clone();
        damaged[1000] ^= 1;
        Files.write(file, damaged);
        ImageCache later = cache(1L << 30);
        assertThat(later.holds(source)).isFalse();
        assertThat(Files.readAllBytes(later.fetch(source))).isEqualTo(content);
    }

    @Test
    void aWholeEntryWithoutItsStampIsProvenNotFetched() throws Exception {
        ImageSource source = source();
        Path file = cache(1L << 30).fetch(source);
        Files.delete(file.resolveSibling(file.getFileName() + ".json"));
        ImageCache later = cache(1L << 30);
        later.fetch(source);
        assertThat(later.holds(source)).isTrue();
        assertThat(server.ranges).hasSize(1);
    }

    @Test
    void theOldestUnusedEntryMakesRoom() throws Exception {
        ImageCache cache = cache(content.length * 2L);
        ImageSource first = source();
        cache.fetch(first);
        ImageSource second = other(2);
        cache.fetch(second);
        inUse = Set.of(ImageCache.entryName(first));
        ImageSource third = other(3);
        cache.fetch(third);
        assertThat(cache.holds(first)).isTrue();
        assertThat(cache.holds(second)).isFalse();
        assertThat(cache.holds(third)).isTrue();
    }

    @Test
    void imagesInUseMayFillTheCachePastItsLimit() throws Exception {
        ImageCache cache = cache(content.length);
        ImageSource first = source();
        cache.fetch(first);
        inUse = Set.of(ImageCache.entryName(first));
        ImageSource second = other(2);
        cache.fetch(second);
        assertThat(cache.holds(first)).isTrue();
        assertThat(cache.holds(second)).isTrue();
    }

    private void assertKind(Kind kind) {
        assertThatThrownBy(() -> cache(1L << 30).fetch(source()))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private void leavePart(int length) throws Exception {
        Files.write(
                directory.resolve(ImageCache.entryName(source()) + ".part"), java.util.Arrays.copyOf(content, length));
    }

    private ImageCache cache(long limit) throws Exception {
        ImageCache cache = new ImageCache(directory, limit, new ImageDownload(HASTY), () -> inUse);
        cache.start();
        return cache;
    }

    private ImageSource source() {
        return Specs.image(server.uri(), content);
    }

    private ImageSource other(int number) {
        return new ImageSource(
                new ImageId("ami-%017x".formatted(number)),
                server.uri(),
                content.length,
                Specs.sha256(content),
                ImageSource.Format.RAW);
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
