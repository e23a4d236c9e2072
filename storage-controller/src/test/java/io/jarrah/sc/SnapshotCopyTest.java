package io.jarrah.sc;

import static io.jarrah.sc.ControllerHarness.TEST;
import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.SECOND;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BackendException.Kind;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.simulated.SimulatedBackend;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.jarrah.sc.testing.CopyingBackend;
import io.jarrah.sc.testing.ForwardingBackend;
import io.jarrah.sc.testing.Volumes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of snapshots where files are copied, which takes as long as a test wants. */
@Timeout(120)
class SnapshotCopyTest {
    @TempDir
    Path directory;

    private final SimulatedExporter exporter = new SimulatedExporter(new Portal("127.0.0.1", 3260));
    private CopyingBackend backend;
    private ControllerHarness controller;

    @BeforeEach
    void start() throws Exception {
        backend = new CopyingBackend(disk());
        controller = new ControllerHarness(directory, backend, exporter);
    }

    private SimulatedBackend disk() {
        return new SimulatedBackend(directory.resolve("volumes"), 1000 * GIB);
    }

    @AfterEach
    void stop() throws Exception {
        controller.close();
    }

    private void begun(Object id) throws Exception {
        Eventually.isTrue(() -> backend.copies(id));
    }

    private void begin(SnapshotId snapshot, VolumeId volume) throws Exception {
        controller.snapshot(snapshot, volume);
        begun(snapshot);
    }

    @Test
    void anExportedVolumeHasNoSnapshotAndIsTold() throws Exception {
        controller.make(ONE, 5);
        controller.apply(spec(ONE, 2, 5, grant(ONE, 1, 7)));
        controller.exported(ONE, 1);
        controller.snapshot(FIRST, ONE);
        controller.reaches(FIRST, SnapshotPhase.FAILED);
        assertThat(controller.why(FIRST)).contains("attached", "Detach", "XFS");
        assertThat(controller.metrics()).contains("jarrah_sc_space{kind=\"promised\"} 5.0");
        controller.exported(ONE, 1);
        controller.apply(spec(ONE, 3, 5));
        controller.unexported(ONE);
        backend.finish(1);
        controller.snapshot(SECOND, ONE);
        controller.reaches(SECOND, SnapshotPhase.AVAILABLE);
    }

    @Test
    void whileItIsCopiedItIsNeitherExportedNorGrowsAndSaysWhy() throws Exception {
        controller.make(ONE, 5);
        begin(FIRST, ONE);
        controller.apply(spec(ONE, 2, 8, grant(ONE, 1, 7)));
        Eventually.isTrue(() -> controller.why(ONE).contains(FIRST.value()));
        backend.copied(2 * GIB);
        Eventually.isTrue(() -> controller.seen(FIRST).orElseThrow().progress() == 40);
        backend.copied(5 * GIB);
        Eventually.isTrue(() -> controller.seen(FIRST).orElseThrow().progress() == 99);
        assertThat(controller.seen(FIRST).orElseThrow().phase()).isEqualTo(SnapshotPhase.CREATING);
        assertThat(exporter.exports()).isEmpty();
        assertThat(controller.seen(ONE).orElseThrow().sizeGib()).isEqualTo(5);
        backend.finish(1);
        ObservedSnapshot made = controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        assertThat(made.progress()).isEqualTo(100);
        assertThat(made.sizeGib()).isEqualTo(5);
        controller.exported(ONE, 1);
        assertThat(controller.seen(ONE).orElseThrow().sizeGib()).isEqualTo(8);
        Eventually.isTrue(() -> controller.why(ONE).isEmpty());
    }

    @Test
    void aVolumeThatIsDeletedMeanwhileKeepsItsDataUntilThen() throws Exception {
        controller.make(ONE, 5);
        begin(FIRST, ONE);
        controller.service().deleteVolume(TEST, new VolumeRef(ONE, 2));
        Eventually.isTrue(() -> controller.why(ONE).contains(FIRST.value()));
        assertThat(backend.size(ONE)).isPresent();
        backend.finish(1);
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        controller.reaches(ONE, VolumePhase.DELETED);
        assertThat(backend.size(ONE)).isEmpty();
    }

    @Test
    void noNumberOfCopiesHoldsUpOtherVolumes() throws Exception {
        for (int number = 1; number <= 10; number++) {
            controller.make(Volumes.id(number), 1);
            controller.snapshot(Volumes.snapshot(number), Volumes.id(number));
        }
        backend.finish(1);
        Eventually.isTrue(() -> !backend.snapshots().isEmpty());
        SnapshotId made = backend.snapshots().iterator().next();
        for (int number = 11; number <= 20; number++) {
            controller.apply(spec(Volumes.id(number), 1, 1, made));
        }
        Eventually.isTrue(() -> controller.metrics().contains("jarrah_sc_volumes{phase=\"creating\"} 10.0"));
        VolumeId other = Volumes.id(99);
        controller.apply(spec(other, 1, 1, grant(other, 1, 7)));
        controller.exported(other, 1);
        controller.apply(spec(other, 2, 1));
        controller.unexported(other);
        backend.finish(19);
        Eventually.isTrue(
                () -> backend.snapshots().size() == 10 && backend.volumes().size() == 21);
    }

    @Test
    void oneThatIsDeletedWhileItIsCopiedIsGoneAtOnceAndItsVolumeIsFree() throws Exception {
        controller.make(ONE, 5);
        begin(FIRST, ONE);
        controller.apply(spec(ONE, 2, 5, grant(ONE, 1, 7)));
        Eventually.isTrue(() -> controller.why(ONE).contains(FIRST.value()));
        controller.service().deleteSnapshot(TEST, FIRST);
        controller.reaches(FIRST, SnapshotPhase.DELETED);
        controller.exported(ONE, 1);
        assertThat(backend.copies(FIRST)).isFalse();
        assertThat(backend.snapshots()).isEmpty();
    }

    @Test
    void aRestartBeginsTheCopyAnewBeforeTheVolumeIsExported() throws Exception {
        controller.make(ONE, 5);
        begin(FIRST, ONE);
        controller.apply(spec(ONE, 2, 5, grant(ONE, 1, 7)));
        Eventually.isTrue(() -> controller.why(ONE).contains(FIRST.value()));
        stop();
        assertThat(backend.copies(FIRST)).isFalse();
        // Nobody knows what is exported, for a while.
        exporter.answer(false);
        start();
        Eventually.isTrue(() -> controller.why(FIRST).contains("does not answer"));
        exporter.answer(true);
        begun(FIRST);
        assertThat(exporter.exports()).isEmpty();
        assertThat(controller.seen(FIRST).orElseThrow().phase()).isEqualTo(SnapshotPhase.CREATING);
        backend.finish(1);
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        controller.exported(ONE, 1);
    }

    @Test
    void aCopyThatFailsLeavesItsVolumeFreeAndIsNotTriedAgain() throws Exception {
        stop();
        BlockBackend full = new ForwardingBackend(disk()) {
            @Override
            public boolean clones() {
                return false;
            }

            @Override
            public void snapshot(VolumeId volume, SnapshotId snapshot) throws BackendException {
                throw new BackendException(Kind.FULL, "the file system of VOLUME_PATH is full");
            }
        };
        controller = new ControllerHarness(directory, full, exporter);
        controller.make(ONE, 5);
        controller.snapshot(FIRST, ONE);
        ObservedSnapshot failed = controller.reaches(FIRST, SnapshotPhase.FAILED);
        assertThat(failed.reason().orElseThrow().code()).isEqualTo("Server.InsufficientVolumeCapacity");
        assertThat(controller.why(FIRST)).contains("VOLUME_PATH is full");
        assertThat(controller.metrics()).contains("jarrah_sc_space{kind=\"promised\"} 5.0");
        controller.apply(spec(ONE, 2, 5, grant(ONE, 1, 7)));
        controller.exported(ONE, 1);
    }

    @Test
    void aVolumeWaitsForItsSnapshotAndThenTakesItsTimeToo() throws Exception {
        controller.make(ONE, 5);
        begin(FIRST, ONE);
        controller.apply(spec(TWO, 1, 10, FIRST));
        Eventually.isTrue(() -> controller.why(TWO).contains("still being made"));
        backend.finish(1);
        begun(TWO);
        backend.copied(3 * GIB);
        Eventually.isTrue(() -> controller.why(TWO).contains("30%"));
        assertThat(controller.seen(TWO).orElseThrow().phase()).isEqualTo(VolumePhase.CREATING);
        backend.finish(1);
        assertThat(controller.reaches(TWO, VolumePhase.AVAILABLE).sizeGib()).isEqualTo(10);
        assertThat(controller.why(TWO)).isEmpty();
    }

    @Test
    void aSnapshotStaysUntilWhatBeginsWithItIsMade() throws Exception {
        controller.make(ONE, 5);
        begin(FIRST, ONE);
        backend.finish(1);
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        controller.apply(spec(TWO, 1, 5, FIRST));
        begun(TWO);
        controller.service().deleteSnapshot(TEST, FIRST);
        Eventually.isTrue(() -> controller.why(FIRST).contains(TWO.value()));
        // Also when all begins anew.
        stop();
        start();
        begun(TWO);
        assertThat(backend.snapshots()).containsExactly(FIRST);
        backend.finish(1);
        controller.reaches(TWO, VolumePhase.AVAILABLE);
        controller.reaches(FIRST, SnapshotPhase.DELETED);
    }

    @Test
    void aVolumeThatIsDeletedWhileItIsMadeIsGoneAtOnceAndItsSnapshotFree() throws Exception {
        controller.make(ONE, 5);
        begin(FIRST, ONE);
        backend.finish(1);
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        controller.apply(spec(TWO, 1, 5, FIRST));
        begun(TWO);
        controller.service().deleteSnapshot(TEST, FIRST);
        controller.service().deleteVolume(TEST, new VolumeRef(TWO, 2));
        controller.reaches(TWO, VolumePhase.DELETED);
        controller.reaches(FIRST, SnapshotPhase.DELETED);
        assertThat(backend.copies(TWO)).isFalse();
        assertThat(backend.volumes()).containsExactly(ONE);
    }
}
