package io.jarrah.clc.snapshot.reconcile;

import io.jarrah.clc.storage.reconcile.Reading;
import io.jarrah.clc.storage.reconcile.StorageListener;
import io.jarrah.clc.storage.reconcile.StorageViews;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import java.time.Duration;
import java.util.function.Consumer;

/** Hears what storage controllers say of snapshots. */
public final class SnapshotListener implements StorageListener {
    /** The only generation that a snapshot has: it never changes. */
    static final long GENERATION = 1;

    /** How their reports are read: whatever is on the books was taken up. */
    public static final Reading<SnapshotId, ObservedSnapshot> READING = new Reading<>(
            ObservedSnapshot::id,
            report -> GENERATION,
            report -> report.phase() == SnapshotPhase.DELETED,
            report -> report.phase() == SnapshotPhase.FAILED);

    private final SnapshotObservations observations;
    private final StorageViews<SnapshotId, ObservedSnapshot> views;
    private final Consumer<ClusterName> snapshots;
    private final Consumer<ClusterName> volumes;

    /**
     * @param snapshots makes the zone's snapshots be looked at
     * @param volumes makes the zone's volumes be looked at: one of them may have waited for a snapshot of it
     */
    public SnapshotListener(
            SnapshotObservations observations,
            StorageViews<SnapshotId, ObservedSnapshot> views,
            Consumer<ClusterName> snapshots,
            Consumer<ClusterName> volumes) {
        this.observations = observations;
        this.views = views;
        this.snapshots = snapshots;
        this.volumes = volumes;
    }

    @Override
    public String subject() {
        return "snapshots";
    }

    @Override
    public Revision listen(ClusterName zone, StorageService service, Revision since, Duration wait) {
        Changes<ObservedSnapshot> changes = service.describeSnapshots(Correlation.random(), since, wait);
        boolean made = observations.snapshots(zone, changes);
        views.of(zone).accept(changes);
        if (!changes.items().isEmpty() || changes.complete()) {
            snapshots.accept(zone);
        }
        if (made) {
            volumes.accept(zone);
        }
        return changes.revision();
    }
}
