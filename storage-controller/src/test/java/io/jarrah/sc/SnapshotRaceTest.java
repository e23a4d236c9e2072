package io.jarrah.sc;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.grant;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.simulated.SimulatedBackend;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.jarrah.sc.testing.CopyingBackend;
import io.jarrah.sc.testing.ForwardingBackend;
import io.jarrah.sc.testing.ForwardingExporter;
import io.jarrah.sc.testing.Volumes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A volume is never exported while it is copied, whoever comes first, and however close the other is behind. */
@Timeout(180)
class SnapshotRaceTest {
    private static final int ROUNDS = 100;

    @TempDir
    Path directory;

    private final SimulatedExporter exporter = new SimulatedExporter(new Portal("127.0.0.1", 3260));

    private SimulatedBackend disk() {
        return new SimulatedBackend(directory.resolve("volumes"), 10_000 * GIB);
    }

    @Test
    void whileAnExportIsBeingMadeNoCopyBegins() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        VolumeExporter slow = new ForwardingExporter(exporter) {
            @Override
            public VolumeExport export(ExportRequest wanted) throws ExportException {
                making.countDown();
                await(go);
                return super.export(wanted);
            }

            @Override
            public List<ExportedVolume> exports(VolumeId volume) throws ExportException {
                if (onSnapshotLoop()) {
                    asked.incrementAndGet();
                }
                return super.exports(volume);
            }
        };
        CopyingBackend backend = new CopyingBackend(disk());
        try (ControllerHarness controller = new ControllerHarness(directory, backend, slow)) {
            controller.make(ONE, 5);
            controller.apply(spec(ONE, 2, 5, grant(ONE, 1, 7)));
            making.await();
            controller.snapshot(FIRST, ONE);
            // It saw twice that the volume is not exported, for its room and for its copy, and goes on to the lock.
            Eventually.isTrue(() -> asked.get() > 1);
            go.countDown();
            controller.reaches(FIRST, SnapshotPhase.FAILED);
            controller.exported(ONE, 1);
            assertThat(backend.copies(FIRST)).isFalse();
        } finally {
            go.countDown();
        }
    }

    @Test
    void whileACopyIsDecidedNoExportIsMade() throws Exception {
        CountDownLatch deciding = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger granted = new AtomicInteger();
        VolumeExporter slow = new ForwardingExporter(exporter) {
            @Override
            public List<ExportedVolume> exports(VolumeId volume) throws ExportException {
                List<ExportedVolume> exports = super.exports(volume);
                // Twice it is for a plan: to hold its room, and to be copied. Then it is for the decision, under the
                // lock.
                if (onSnapshotLoop() && asked.incrementAndGet() == 3) {
                    deciding.countDown();
                    await(go);
                } else if (!onSnapshotLoop()) {
                    granted.incrementAndGet();
                }
                return exports;
            }
        };
        CopyingBackend backend = new CopyingBackend(disk());
        try (ControllerHarness controller = new ControllerHarness(directory, backend, slow)) {
            controller.make(ONE, 5);
            controller.snapshot(FIRST, ONE);
            deciding.await();
            int before = granted.get();
            controller.apply(spec(ONE, 2, 5, grant(ONE, 1, 7)));
            // The volume's plan is made, of which the export is the next step.
            Eventually.isTrue(() -> granted.get() > before);
            go.countDown();
            Eventually.isTrue(() -> backend.copies(FIRST));
            Eventually.isTrue(() -> controller.why(ONE).contains(FIRST.value()));
            assertThat(exporter.exports()).isEmpty();
            backend.finish(1);
            controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
            controller.exported(ONE, 1);
        } finally {
            go.countDown();
        }
    }

    @Test
    void inAHundredRacesBothNeverWin() throws Exception {
        List<String> violations = new CopyOnWriteArrayList<>();
        ForwardingBackend backend = new ForwardingBackend(disk()) {
            @Override
            public boolean clones() {
                return false;
            }

            @Override
            public void snapshot(VolumeId volume, SnapshotId snapshot) throws BackendException, InterruptedException {
                requireUnused(volume, snapshot);
                super.snapshot(volume, snapshot);
                requireUnused(volume, snapshot);
            }

            private void requireUnused(VolumeId volume, SnapshotId snapshot) {
                try {
                    if (!exporter.exports(volume).isEmpty()) {
                        violations.add(snapshot + " is copied while " + volume + " is exported");
                    }
                } catch (ExportException e) {
                    violations.add(e.toString());
                }
            }
        };
        try (ControllerHarness controller = new ControllerHarness(directory, backend, exporter)) {
            controller.make(ONE, 5);
            CyclicBarrier together = new CyclicBarrier(2);
            for (int round = 1; round <= ROUNDS; round++) {
                SnapshotId snapshot = Volumes.snapshot(round);
                Thread other = Thread.ofPlatform().start(() -> {
                    meet(together);
                    controller.snapshot(snapshot, ONE);
                });
                meet(together);
                controller.apply(spec(ONE, 2L * round, 5, grant(ONE, round, 7)));
                other.join();
                controller.exported(ONE, round);
                Eventually.isTrue(() -> controller
                        .seen(snapshot)
                        .map(ObservedSnapshot::phase)
                        .filter(phase -> phase != SnapshotPhase.CREATING)
                        .isPresent());
                controller.apply(spec(ONE, 2L * round + 1, 5));
                controller.unexported(ONE);
            }
        }
        assertThat(violations).isEmpty();
    }

    private static boolean onSnapshotLoop() {
        return Thread.currentThread().getName().startsWith("reconcile-snapshots");
    }

    private static void await(CountDownLatch latch) throws ExportException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportException("interrupted", e);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }
}
