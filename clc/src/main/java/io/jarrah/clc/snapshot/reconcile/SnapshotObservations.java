package io.jarrah.clc.snapshot.reconcile;

import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.Snapshots;
import io.jarrah.clc.storage.reconcile.StorageSteps;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what storage controllers report into the observed half of the rows, in batches. One speaks for the snapshots of its own zone only. Writing the same report twice changes
 * nothing.
 */
public final class SnapshotObservations {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotObservations.class);
    private static final int BATCH = 200;

    private final Database database;
    private final InstantSource clock;

    public SnapshotObservations(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes over what the controller says of its snapshots. Those missing from a complete report are out of sight, no more.
     *
     * @return whether one that was being made is not any more, for better or worse
     */
    public boolean snapshots(ClusterName zone, Changes<ObservedSnapshot> changes) {
        boolean made = false;
        for (List<ObservedSnapshot> batch : StorageSteps.batches(changes.items(), BATCH)) {
            made |= database.write(session -> observe(session, zone, batch));
        }
        if (changes.complete()) {
            Set<SnapshotId> heard = new HashSet<>();
            changes.items().forEach(item -> heard.add(item.id()));
            noteMissing(zone, heard);
        }
        return made;
    }

    private boolean observe(Session session, ClusterName zone, List<ObservedSnapshot> batch) {
        Instant now = clock.instant();
        Map<SnapshotId, SnapshotEntity> rows = new HashMap<>();
        Snapshots.inZone(session, zone, batch.stream().map(ObservedSnapshot::id).toList())
                .forEach(row -> rows.put(row.id(), row));
        boolean made = false;
        for (ObservedSnapshot report : batch) {
            SnapshotEntity row = rows.get(report.id());
            if (row == null) {
                continue;
            }
            boolean beingMade = row.isBeingMade();
            Optional<StateReason> before = row.observed().reason();
            row.observe(report, now);
            made |= beingMade && !row.isBeingMade();
            row.observed()
                    .reason()
                    .filter(why -> !before.equals(Optional.of(why)))
                    .ifPresent(why -> LOG.warn(
                            "the storage controller of {} says of {}, a snapshot of {}: {}",
                            zone,
                            row.id(),
                            row.volume(),
                            why.message()));
        }
        return made;
    }

    private void noteMissing(ClusterName zone, Set<SnapshotId> heard) {
        boolean missing = database.read(
                session -> Snapshots.inSight(session, zone).stream().anyMatch(row -> !heard.contains(row.id())));
        if (!missing) {
            return;
        }
        List<SnapshotId> lost = database.write(session -> Snapshots.lost(session, zone, heard));
        LOG.warn(
                "the storage controller of {} does not know {} of its snapshots at present; nothing is done to them: {}",
                zone,
                lost.size(),
                lost.stream().limit(20).toList());
    }
}
