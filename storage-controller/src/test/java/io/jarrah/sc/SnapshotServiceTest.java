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

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.simulated.SimulatedBackend;
import io.jarrah.sc.simulated.SimulatedExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the cloud controller is promised of snapshots where the file system clones files, over restarts. */
@Timeout(120)
class SnapshotServiceTest {
    @TempDir
    Path directory;

    private final SimulatedExporter exporter = new SimulatedExporter(new Portal("127.0.0.1", 3260));
    private SimulatedBackend backend;
    private ControllerHarness controller;

    @BeforeEach
    void start() throws Exception {
        backend = new SimulatedBackend(directory.resolve("volumes"), 100 * GIB);
        controller = new ControllerHarness(directory, backend, exporter);
    }

    @AfterEach
    void stop() throws Exception {
        controller.close();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    @Test
    void aSnapshotIsMadeDeletedAndForgotten() throws Exception {
        controller.make(ONE, 5);
        controller.snapshot(FIRST, ONE);
        ObservedSnapshot made = controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        assertThat(made.sizeGib()).isEqualTo(5);
        assertThat(made.progress()).isEqualTo(100);
        assertThat(backend.size(FIRST)).hasValue(5 * GIB);
        controller.service().forgetSnapshots(TEST, List.of(FIRST));
        assertThat(controller.seen(FIRST)).isPresent();
        controller.service().deleteSnapshot(TEST, FIRST);
        assertThat(controller.reaches(FIRST, SnapshotPhase.DELETED).sizeGib()).isZero();
        assertThat(backend.snapshots()).isEmpty();
        controller.snapshot(FIRST, ONE);
        restart();
        controller.reaches(FIRST, SnapshotPhase.DELETED);
        assertThat(directory.resolve("snapshots").resolve(FIRST + ".json")).exists();
        controller.service().forgetSnapshots(TEST, List.of(FIRST, SECOND));
        assertThat(controller.seen(FIRST)).isEmpty();
        assertThat(directory.resolve("snapshots").resolve(FIRST + ".json")).doesNotExist();
    }

    @Test
    void changesComeToWhoWaitsForThem() throws Exception {
        controller.make(ONE, 5);
        Changes<ObservedSnapshot> before = controller.service().describeSnapshots(TEST, Revision.NONE, Duration.ZERO);
        controller.snapshot(FIRST, ONE);
        Changes<ObservedSnapshot> after =
                controller.service().describeSnapshots(TEST, before.revision(), Duration.ofSeconds(30));
        assertThat(after.complete()).isFalse();
        assertThat(after.items()).extracting(ObservedSnapshot::id).containsExactly(FIRST);
    }

    @Test
    void whoHasTheVolumeGoesOnAndItCanGrowAndGo() throws Exception {
        controller.make(ONE, 5);
        controller.apply(spec(ONE, 2, 5, grant(ONE, 1, 7)));
        controller.exported(ONE, 1);
        controller.snapshot(FIRST, ONE);
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        controller.exported(ONE, 1);
        controller.apply(spec(ONE, 3, 8));
        Eventually.isTrue(() -> controller.seen(ONE).orElseThrow().sizeGib() == 8);
        assertThat(controller.seen(FIRST).orElseThrow().sizeGib()).isEqualTo(5);
        controller.service().deleteVolume(TEST, new VolumeRef(ONE, 4));
        controller.reaches(ONE, VolumePhase.DELETED);
        restart();
        assertThat(controller.seen(FIRST).orElseThrow().phase()).isEqualTo(SnapshotPhase.AVAILABLE);
        assertThat(backend.snapshots()).containsExactly(FIRST);
    }

    /** Both calls are on disk before anything is done: as if the controller had ended in between. */
    @Test
    void aVolumeThatIsDeletedRightAfterKeepsItsDataUntilTheyAreKept() throws Exception {
        controller.make(ONE, 5);
        stop();
        controller.snapshot(FIRST, ONE);
        controller.service().deleteVolume(TEST, new VolumeRef(ONE, 2));
        assertThat(controller.seen(FIRST).orElseThrow().phase()).isEqualTo(SnapshotPhase.CREATING);
        start();
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        controller.reaches(ONE, VolumePhase.DELETED);
    }

    @Test
    void withoutItsVolumeThereIsNone() throws Exception {
        controller.snapshot(FIRST, ONE);
        controller.reaches(FIRST, SnapshotPhase.FAILED);
        assertThat(controller.why(FIRST)).contains("no " + ONE);
        controller.make(TWO, 5);
        backend.delete(TWO);
        controller.snapshot(SECOND, TWO);
        controller.reaches(SECOND, SnapshotPhase.FAILED);
        assertThat(controller.why(SECOND)).contains("missing");
    }

    @Test
    void volumesAndSnapshotsHoldTheirRoomTogether() throws Exception {
        controller.make(ONE, 30);
        controller.snapshot(FIRST, ONE);
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        assertThat(controller.metrics())
                .contains("jarrah_sc_space{kind=\"promised\"} 60.0")
                .contains("jarrah_sc_snapshots{phase=\"available\"} 1.0");
        controller.apply(spec(TWO, 1, 41));
        controller.reaches(TWO, VolumePhase.FAILED);
        assertThat(controller.why(TWO)).contains("41 GiB", "40 GiB");
        controller.apply(spec(ONE, 2, 60));
        Eventually.isTrue(() -> controller.seen(ONE).orElseThrow().sizeGib() == 60);
        controller.snapshot(SECOND, ONE);
        controller.reaches(SECOND, SnapshotPhase.FAILED);
        assertThat(controller.why(SECOND)).contains("60 GiB", "10 GiB");
        controller.service().deleteSnapshot(TEST, FIRST);
        controller.reaches(FIRST, SnapshotPhase.DELETED);
        assertThat(controller.metrics()).contains("jarrah_sc_space{kind=\"promised\"} 60.0");
    }

    @Test
    void aVolumeBeginsWithASnapshotAndIsAsLargeAsAskedFor() throws Exception {
        controller.make(ONE, 5);
        controller.snapshot(FIRST, ONE);
        controller.reaches(FIRST, SnapshotPhase.AVAILABLE);
        controller.apply(spec(TWO, 1, 8, FIRST));
        assertThat(controller.reaches(TWO, VolumePhase.AVAILABLE).sizeGib()).isEqualTo(8);
        controller.service().deleteSnapshot(TEST, FIRST);
        controller.reaches(FIRST, SnapshotPhase.DELETED);
        // Once it was made its source means nothing.
        controller.apply(spec(TWO, 2, 8, grant(TWO, 1, 7)));
        controller.exported(TWO, 1);
        assertThat(backend.size(TWO)).hasValue(8 * GIB);
    }

    @Test
    void aVolumeThatCannotBeginWithItsSnapshotFails() throws Exception {
        controller.apply(spec(TWO, 1, 8, FIRST));
        controller.reaches(TWO, VolumePhase.FAILED);
        assertThat(controller.why(TWO)).contains(FIRST.value());
        controller.make(ONE, 5);
        controller.snapshot(SECOND, ONE);
        controller.reaches(SECOND, SnapshotPhase.AVAILABLE);
        controller.service().forgetVolumes(TEST, List.of(TWO));
        controller.apply(spec(TWO, 2, 4, SECOND));
        controller.reaches(TWO, VolumePhase.FAILED);
        assertThat(controller.why(TWO)).contains("4 GiB");
        controller.service().forgetVolumes(TEST, List.of(TWO));
        backend.delete(SECOND);
        controller.apply(spec(TWO, 3, 5, SECOND));
        controller.reaches(TWO, VolumePhase.FAILED);
        assertThat(controller.why(TWO)).contains("missing");
        controller.snapshot(SECOND, ONE);
        Eventually.isTrue(() -> controller.why(SECOND).contains("missing"));
        assertThat(backend.volumes()).containsExactly(ONE);
    }

    /** The file was named, and the controller ended before it noted that. */
    @Test
    void oneThatIsThereAlreadyIsTaken() throws Exception {
        controller.make(ONE, 5);
        stop();
        backend.snapshot(ONE, FIRST);
        backend.grow(ONE, 6 * GIB);
        controller.snapshot(FIRST, ONE);
        start();
        assertThat(controller.reaches(FIRST, SnapshotPhase.AVAILABLE).sizeGib()).isEqualTo(5);
    }
}
