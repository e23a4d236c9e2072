package io.jarrah.sc;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.testing.Volumes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A storage controller over disks and exports of a test, asked as the cloud controller does. */
final class ControllerHarness implements AutoCloseable {
    static final Correlation TEST = new Correlation("test");

    private final StorageController controller;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** With as much room for all as the backend has. */
    ControllerHarness(Path directory, BlockBackend backend, VolumeExporter exporter) throws Exception {
        this(directory, BigDecimal.ONE, backend, exporter);
    }

    ControllerHarness(Path directory, BigDecimal overcommit, BlockBackend backend, VolumeExporter exporter)
            throws Exception {
        StorageControllerConfig local = StorageControllerConfig.local(directory);
        controller = StorageController.simulated(
                new StorageControllerConfig(
                        local.state(),
                        local.volumes(),
                        overcommit,
                        local.network(),
                        local.host(),
                        local.iscsiPort(),
                        local.opsHost(),
                        local.opsPort()),
                backend,
                exporter,
                InstantSource.system(),
                metrics);
        controller.start();
    }

    @Override
    public void close() {
        try {
            controller.stop();
        } catch (Exception e) {
            throw new AssertionError("the controller did not stop cleanly", e);
        }
    }

    StorageService service() {
        return controller.service();
    }

    String metrics() {
        return metrics.scrape();
    }

    Optional<ObservedVolume> seen(VolumeId id) {
        return service().describeVolumes(TEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(volume -> volume.id().equals(id))
                .findFirst();
    }

    Optional<ObservedSnapshot> seen(SnapshotId id) {
        return service().describeSnapshots(TEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(snapshot -> snapshot.id().equals(id))
                .findFirst();
    }

    ObservedVolume reaches(VolumeId id, VolumePhase phase) throws Exception {
        return Eventually.get(() -> seen(id).filter(volume -> volume.phase() == phase));
    }

    ObservedSnapshot reaches(SnapshotId id, SnapshotPhase phase) throws Exception {
        return Eventually.get(() -> seen(id).filter(snapshot -> snapshot.phase() == phase));
    }

    /** Why it is as it is. */
    String why(VolumeId id) {
        return seen(id).flatMap(ObservedVolume::reason)
                .map(StateReason::message)
                .orElse("");
    }

    /** Why it is as it is. */
    String why(SnapshotId id) {
        return seen(id).flatMap(ObservedSnapshot::reason)
                .map(StateReason::message)
                .orElse("");
    }

    void apply(VolumeSpec spec) {
        service().applyVolume(TEST, spec);
    }

    /** Returns when it is there. */
    void make(VolumeId id, int gib) throws Exception {
        apply(Volumes.spec(id, 1, gib));
        reaches(id, VolumePhase.AVAILABLE);
    }

    void snapshot(SnapshotId id, VolumeId volume) {
        service().applySnapshot(TEST, Volumes.spec(id, volume));
    }

    void exported(VolumeId id, long attachment) throws Exception {
        Eventually.isTrue(() -> seen(id).flatMap(ObservedVolume::export)
                .filter(export -> export.attachment() == attachment)
                .isPresent());
    }

    void unexported(VolumeId id) throws Exception {
        Eventually.isTrue(() -> seen(id).flatMap(ObservedVolume::export).isEmpty());
    }
}
