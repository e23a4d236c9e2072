package io.jarrah.sc.iscsi;

import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarrah.common.config.StorageNetwork;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.os.ProcessTable;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.StorageController;
import io.jarrah.sc.StorageControllerConfig;
import io.jarrah.sc.testing.LoopFileSystem;
import io.jarrah.sc.testing.LoopFileSystem.Kind;
import io.jarrah.sc.testing.Volumes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots on XFS of a volume that a guest goes on writing, through tgtd. */
@Timeout(300)
class SnapshotIT {
    private static final Correlation TEST = new Correlation("test");
    private static final int SNAPSHOTS = 100;
    /** Those that are under way when the controller is started anew. */
    private static final int AT_ONCE = 10;

    private static final int BLOCK = 4096;
    private static final long BLOCK_A = 0;
    private static final long BLOCK_B = 512L << 20;
    private static final int MIB_BETWEEN = 128;
    private static final int LARGEST = 255;
    private static final int NUMBERS_AT_ONCE = 2000;

    @TempDir
    Path directory;

    private final Map<SnapshotId, Blocks> seen = new TreeMap<>();
    private Optional<LoopFileSystem> fileSystem = Optional.empty();
    private Optional<StorageController> controller = Optional.empty();
    private int port;
    private volatile boolean enough;

    /** What is in the two blocks. */
    private record Blocks(int a, int b) {}

    @BeforeEach
    void start() throws Exception {
        Optional<String> hindrance = LoopFileSystem.hindrance(Kind.XFS);
        assumeTrue(hindrance.isEmpty(), () -> hindrance.orElseThrow());
        fileSystem = Optional.of(LoopFileSystem.mount(Kind.XFS, directory.resolve("volumes")));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        begin();
    }

    private void begin() throws Exception {
        StorageController begun = StorageController.real(
                new StorageControllerConfig(
                        directory.resolve("sc"),
                        directory.resolve("volumes"),
                        new BigDecimal(1000),
                        StorageNetwork.NONE,
                        "127.0.4.1",
                        port,
                        "127.0.0.1",
                        0),
                InstantSource.system(),
                new SecureRandom(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        controller = Optional.of(begun);
        begun.start();
    }

    @AfterEach
    void end() throws Exception {
        enough = true;
        if (controller.isPresent()) {
            controller.get().stop();
        }
        String mark = directory.resolve("sc/tgtd/pid").toString();
        for (ProcessHandle tgtd : ProcessTable.startedWith(arguments -> arguments.contains(mark))) {
            tgtd.destroyForcibly();
            tgtd.onExit().get();
        }
        if (fileSystem.isPresent()) {
            fileSystem.get().close();
        }
    }

    private StorageController controller() {
        return controller.orElseThrow();
    }

    private VolumeExport granted(VolumeSpec spec) throws Exception {
        controller().service().applyVolume(TEST, spec);
        return Eventually.get(() -> volumes().stream()
                .filter(volume -> volume.id().equals(spec.id()))
                .flatMap(volume -> volume.export().stream())
                .findFirst());
    }

    private List<ObservedVolume> volumes() {
        return controller()
                .service()
                .describeVolumes(TEST, Revision.NONE, Duration.ZERO)
                .items();
    }

    private void take(SnapshotId snapshot, VolumeId volume) {
        controller().service().applySnapshot(TEST, spec(snapshot, volume));
    }

    /** Once it is there. */
    private Blocks taken(SnapshotId snapshot) throws Exception {
        ObservedSnapshot made = Eventually.get(
                () -> controller().service().describeSnapshots(TEST, Revision.NONE, Duration.ZERO).items().stream()
                        .filter(observed -> observed.id().equals(snapshot))
                        .filter(observed -> observed.phase() != SnapshotPhase.CREATING)
                        .findFirst());
        assertThat(made.phase()).as(made.toString()).isEqualTo(SnapshotPhase.AVAILABLE);
        Blocks blocks = blocks(snapshot);
        assertThat(blocks.a()).as(blocks.toString()).isIn(blocks.b(), after(blocks.b()));
        return blocks;
    }

    private Blocks blocks(SnapshotId snapshot) throws IOException {
        Path file = directory.resolve("volumes").resolve(snapshot + ".raw");
        try (FileChannel channel = FileChannel.open(file)) {
            return new Blocks(number(channel, BLOCK_A), number(channel, BLOCK_B));
        }
    }

    /** Which the whole block is full of. */
    private static int number(FileChannel channel, long offset) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        assertThat(channel.read(block, offset)).isEqualTo(BLOCK);
        Set<Integer> numbers = new HashSet<>();
        for (byte part : block.array()) {
            numbers.add(Byte.toUnsignedInt(part));
        }
        assertThat(numbers).as("numbers in one block").hasSize(1);
        return numbers.iterator().next();
    }

    private static int after(int number) {
        return number == LARGEST ? 1 : number + 1;
    }

    /** Each number is acknowledged in the first block before it is written to the second. */
    private int countUp(VolumeExport export, VolumeGrant grant) throws Exception {
        int number = 0;
        while (!enough) {
            List<String> commands = new ArrayList<>();
            for (int i = 0; i < NUMBERS_AT_ONCE; i++) {
                number = after(number);
                commands.add("write -q -P " + number + " " + BLOCK_A + " " + BLOCK);
                commands.add("write -q -P " + number + " " + BLOCK_B + " " + BLOCK);
            }
            new QemuIo(directory, export, grant.initiator(), grant.chap(), commands).finishes();
        }
        return number;
    }

    @Test
    void eachHasAllThatWasWrittenBeforeOneMomentAndNothingAfterAndNeverChanges() throws Exception {
        fillBetweenTheBlocks();
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(spec(ONE, 2, 1, grant));
        FutureTask<Integer> writer = new FutureTask<>(() -> countUp(export, grant));
        Thread.ofPlatform().daemon().start(writer);
        for (int number = 1; number <= SNAPSHOTS - AT_ONCE; number++) {
            take(Volumes.snapshot(number), ONE);
            seen.put(Volumes.snapshot(number), taken(Volumes.snapshot(number)));
        }
        for (int number = SNAPSHOTS - AT_ONCE + 1; number <= SNAPSHOTS; number++) {
            take(Volumes.snapshot(number), ONE);
        }
        controller().stop();
        begin();
        for (int number = SNAPSHOTS - AT_ONCE + 1; number <= SNAPSHOTS; number++) {
            seen.put(Volumes.snapshot(number), taken(Volumes.snapshot(number)));
        }
        assertThat(writer.isDone()).isFalse();
        enough = true;
        int last = writer.get(120, TimeUnit.SECONDS);
        assertThat(seen).hasSize(SNAPSHOTS);
        assertThat(new HashSet<>(seen.values())).hasSizeGreaterThan(AT_ONCE);
        for (Map.Entry<SnapshotId, Blocks> snapshot : seen.entrySet()) {
            assertThat(blocks(snapshot.getKey())).isEqualTo(snapshot.getValue());
        }
        assertVolumeOf(Volumes.snapshot(SNAPSHOTS), last);
    }

    /** Whoever copies block after block comes to the second one long after the first. */
    private void fillBetweenTheBlocks() throws Exception {
        controller().service().applyVolume(TEST, spec(ONE, 1, 1));
        Eventually.isTrue(() -> volumes().getFirst().phase() == VolumePhase.AVAILABLE);
        byte[] bytes = new byte[1 << 20];
        Random random = new Random(5);
        Path file = directory.resolve("volumes").resolve(ONE + ".raw");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 1; i <= MIB_BETWEEN; i++) {
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes), (long) i << 20);
            }
        }
    }

    private void assertVolumeOf(SnapshotId snapshot, int last) throws Exception {
        VolumeGrant grant = grant(TWO, 1, 8);
        VolumeExport export =
                granted(new VolumeSpec(TWO, 1, Volumes.OWNER, 2, Optional.of(snapshot), Optional.of(grant)));
        Blocks blocks = seen.get(snapshot);
        QemuIo disk = new QemuIo(directory, export, grant.initiator(), grant.chap(), List.of());
        try {
            assertThat(disk.seesGib(2)).isTrue();
            assertThat(disk.reads(blocks.a(), Long.toString(BLOCK_A))).isTrue();
            assertThat(disk.reads(blocks.b(), Long.toString(BLOCK_B))).isTrue();
            assertThat(disk.reads(0, "1G")).isTrue();
            disk.writes(after(blocks.a()), Long.toString(BLOCK_A));
        } finally {
            disk.end();
        }
        assertThat(blocks(snapshot)).isEqualTo(blocks);
        try (FileChannel volume = FileChannel.open(directory.resolve("volumes").resolve(ONE + ".raw"))) {
            assertThat(number(volume, BLOCK_A)).isEqualTo(last);
            assertThat(number(volume, BLOCK_B)).isEqualTo(last);
        }
    }
}
