package io.jarrah.clc.snapshot.reconcile;

import io.jarrah.clc.snapshot.SnapshotSummary;
import io.jarrah.clc.storage.reconcile.KnownStorage;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.id.SnapshotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to tell a storage controller of snapshots next: a pure function of what is desired and what is known. It never removes a snapshot nobody asked to remove, and never has one
 * made a second time that was there: it would be of another moment.
 */
public final class SnapshotPlanner {
    /**
     * What to tell.
     *
     * @param specs snapshots to make; first, for their moment is now
     * @param deletions snapshots to remove
     * @param forgettable snapshots to drop from the books
     */
    public record Plan(List<SnapshotSpec> specs, List<SnapshotId> deletions, List<SnapshotId> forgettable) {
        /** Nothing. */
        public static final Plan NOTHING = new Plan(List.of(), List.of(), List.of());

        public Plan {
            specs = List.copyOf(specs);
            deletions = List.copyOf(deletions);
            forgettable = List.copyOf(forgettable);
        }
    }

    private final KnownStorage<SnapshotId, ObservedSnapshot> known;
    private final Instant now;

    private SnapshotPlanner(KnownStorage<SnapshotId, ObservedSnapshot> known, Instant now) {
        this.known = known;
        this.now = now;
    }

    /**
     * What to tell now. Nothing before the controller was heard.
     *
     * @param rows every row of the zone, deleted ones too
     */
    public static Plan plan(List<SnapshotSummary> rows, KnownStorage<SnapshotId, ObservedSnapshot> known, Instant now) {
        return known.synced() ? new SnapshotPlanner(known, now).plan(rows) : Plan.NOTHING;
    }

    /** Snapshots the controller has that no row explains; they are reported, never removed. */
    public static Set<SnapshotId> unexplained(
            List<SnapshotSummary> rows, KnownStorage<SnapshotId, ObservedSnapshot> known) {
        return SnapshotListener.READING.unexplained(known, ids(rows));
    }

    private static Set<SnapshotId> ids(List<SnapshotSummary> rows) {
        return rows.stream().map(SnapshotSummary::id).collect(Collectors.toSet());
    }

    private Plan plan(List<SnapshotSummary> rows) {
        List<SnapshotSpec> specs = new ArrayList<>();
        List<SnapshotId> deletions = new ArrayList<>();
        for (SnapshotSummary row : rows) {
            if (row.deleted()) {
                continue;
            }
            ObservedSnapshot observed = known.items().get(row.id());
            switch (row.desired()) {
                case PRESENT -> {
                    if (isSpecDue(row, observed)) {
                        specs.add(row.spec());
                    }
                }
                case DELETED -> {
                    if (isEndDue(row, observed)) {
                        deletions.add(row.id());
                    }
                }
            }
        }
        List<SnapshotId> forgettable = SnapshotListener.READING.forgettable(known, ids(rows));
        return new Plan(specs, deletions, forgettable);
    }

    private boolean isSpecDue(SnapshotSummary row, @Nullable ObservedSnapshot observed) {
        return observed == null && mayBeMade(row) && known.isSpecDue(row.id(), SnapshotListener.GENERATION, now);
    }

    /** Whether a snapshot that is not on the controller's books was never seen whole. */
    private static boolean mayBeMade(SnapshotSummary row) {
        return row.lastPhase().map(phase -> phase == SnapshotPhase.CREATING).orElse(true);
    }

    private boolean isEndDue(SnapshotSummary row, @Nullable ObservedSnapshot observed) {
        if (observed != null && observed.phase() == SnapshotPhase.DELETED) {
            return false;
        }
        boolean takenUp = observed != null && observed.phase() == SnapshotPhase.DELETING;
        return known.isEndDue(row.id(), SnapshotListener.GENERATION, takenUp, now);
    }
}
