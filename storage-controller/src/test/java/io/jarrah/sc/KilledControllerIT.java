package io.jarrah.sc;

import static io.jarrah.sc.testing.Volumes.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.os.ProcessTable;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.backend.FileBackend;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.jarrah.sc.testing.LoopFileSystem;
import io.jarrah.sc.testing.LoopFileSystem.Kind;
import io.jarrah.sc.testing.Volumes;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A storage controller in a process of its own that is killed, as by kill -9, while it makes snapshots. */
@Timeout(300)
class KilledControllerIT {
    private static final int MIB = 1 << 20;
    private static final int DATA_MIB = 192;
    private static final int ROUNDS = 3;
    private static final int SNAPSHOTS = 2;

    @TempDir
    Path directory;

    /** The process: takes snapshots of the numbers it is told, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            ControllerHarness controller = harness(Path.of(args[0]));
            for (int number = Integer.parseInt(args[1]); number <= Integer.parseInt(args[2]); number++) {
                controller.snapshot(Volumes.snapshot(number), ONE);
            }
            Thread.currentThread().join();
        }
    }

    private static ControllerHarness harness(Path directory) throws Exception {
        return new ControllerHarness(
                directory,
                new BigDecimal(1000),
                new FileBackend(directory.resolve("volumes")),
                new SimulatedExporter(new Portal("127.0.0.1", 3260)));
    }

    private Path volumes() {
        return directory.resolve("volumes");
    }

    @Test
    void eachSnapshotIsWholeOrNotThereWhenItsFilesAreCopied() throws Exception {
        killAndStartAnew();
    }

    @Test
    void eachSnapshotIsWholeOrNotThereWhenItsFilesAreCloned() throws Exception {
        Optional<String> hindrance = LoopFileSystem.hindrance(Kind.XFS);
        assumeTrue(hindrance.isEmpty(), () -> hindrance.orElseThrow());
        LoopFileSystem xfs = LoopFileSystem.mount(Kind.XFS, volumes());
        try {
            killAndStartAnew();
        } finally {
            xfs.close();
        }
    }

    private void killAndStartAnew() throws Exception {
        try (ControllerHarness controller = harness(directory)) {
            controller.make(ONE, 1);
        }
        fill();
        for (int round = 0; round < ROUNDS; round++) {
            int first = round * SNAPSHOTS + 1;
            int last = first + SNAPSHOTS - 1;
            // Each time a little further on the way.
            killed(first, last, (long) round * DATA_MIB / ROUNDS * MIB);
            try (ControllerHarness controller = harness(directory)) {
                for (int number = first; number <= last; number++) {
                    requireWhole(controller, Volumes.snapshot(number));
                }
            }
            try (Stream<Path> files = Files.list(volumes())) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
            }
            assertThat(ProcessTable.startedWith(
                            arguments -> arguments.stream().anyMatch(argument -> argument.startsWith(volumes() + "/"))))
                    .isEmpty();
        }
    }

    /** One that it had no time to take up is taken up now; of the others nothing is missing. */
    private void requireWhole(ControllerHarness controller, SnapshotId snapshot) throws Exception {
        controller.snapshot(snapshot, ONE);
        ObservedSnapshot made = Eventually.get(
                Duration.ofMinutes(1),
                () -> controller.seen(snapshot).filter(observed -> observed.phase() != SnapshotPhase.CREATING));
        assertThat(made.phase()).as(made.toString()).isEqualTo(SnapshotPhase.AVAILABLE);
        Path volume = volumes().resolve(ONE + ".raw");
        Path file = volumes().resolve(snapshot + ".raw");
        assertThat(file).hasSize(Files.size(volume));
        try (InputStream kept = Files.newInputStream(file);
                InputStream written = Files.newInputStream(volume)) {
            for (int i = 0; i < DATA_MIB; i++) {
                assertThat(Arrays.mismatch(kept.readNBytes(MIB), written.readNBytes(MIB)))
                        .as("data differ in MiB " + i)
                        .isEqualTo(-1);
            }
        }
    }

    private void killed(int first, int last, long bytes) throws Exception {
        Process victim = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString(),
                        Integer.toString(first),
                        Integer.toString(last))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("victim.log").toFile())
                .start();
        try {
            Eventually.isTrue(Duration.ofMinutes(2), () -> {
                assertThat(victim.isAlive()).isTrue();
                return isUnderWay(Volumes.snapshot(first), Volumes.snapshot(last), bytes);
            });
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    /** So many bytes of one are there, or one is named. */
    private boolean isUnderWay(SnapshotId first, SnapshotId last, long bytes) throws IOException {
        for (SnapshotId snapshot : List.of(first, last)) {
            Path unfinished = volumes().resolve("." + snapshot + ".raw.tmp");
            if (Files.exists(volumes().resolve(snapshot + ".raw"))
                    || (Files.exists(unfinished) && length(unfinished) >= bytes)) {
                return true;
            }
        }
        return false;
    }

    private static long length(Path file) {
        return file.toFile().length();
    }

    private void fill() throws IOException {
        byte[] bytes = new byte[MIB];
        Random random = new Random(11);
        try (FileChannel channel = FileChannel.open(volumes().resolve(ONE + ".raw"), StandardOpenOption.WRITE)) {
            for (int i = 0; i < DATA_MIB; i++) {
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes), (long) i * MIB);
            }
        }
    }
}
