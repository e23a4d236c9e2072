package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.storage.reconcile.KnownStorage;
import io.jarrah.clc.volume.VolumeSummary;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to tell a storage controller of volumes next: a pure function of what is desired and what is known. It never removes a volume nobody asked to remove, nor one of which a
 * snapshot is still being made, and never makes one a second time that had data: a volume that was seen and is not on the controller's books any more is out of sight, not gone.
 */
public final class VolumePlanner {
    /**
     * What to tell.
     *
     * @param deletions volumes to remove
     * @param specs volumes whose specs to tell; first those that are there, for one of them may be taken from somebody
     * @param forgettable volumes to drop from the books
     */
    public record Plan(List<VolumeRef> deletions, List<VolumeId> specs, List<VolumeId> forgettable) {
        /** Nothing. */
        public static final Plan NOTHING = new Plan(List.of(), List.of(), List.of());

        public Plan {
            deletions = List.copyOf(deletions);
            specs = List.copyOf(specs);
            forgettable = List.copyOf(forgettable);
        }
    }

    /**
     * What is wanted of the volumes of a zone.
     *
     * @param rows every row, deleted ones too
     * @param beingKept volumes of which a snapshot is still being made, so that their data must stay
     */
    public record Wanted(List<VolumeSummary> rows, Set<VolumeId> beingKept) {
        public Wanted {
            rows = List.copyOf(rows);
            beingKept = Set.copyOf(beingKept);
        }
    }

    private final KnownStorage<VolumeId, ObservedVolume> known;
    private final Instant now;

    private VolumePlanner(KnownStorage<VolumeId, ObservedVolume> known, Instant now) {
        this.known = known;
        this.now = now;
    }

    /** What to tell now. Nothing before the controller was heard. */
    public static Plan plan(Wanted wanted, KnownStorage<VolumeId, ObservedVolume> known, Instant now) {
        return known.synced() ? new VolumePlanner(known, now).plan(wanted) : Plan.NOTHING;
    }

    /** Volumes the controller has that no row explains; they are reported, never removed. */
    public static Set<VolumeId> unexplained(List<VolumeSummary> rows, KnownStorage<VolumeId, ObservedVolume> known) {
        return VolumeListener.READING.unexplained(known, ids(rows));
    }

    private static Set<VolumeId> ids(List<VolumeSummary> rows) {
        return rows.stream().map(VolumeSummary::id).collect(Collectors.toSet());
    }

    private Plan plan(Wanted wanted) {
        List<VolumeRef> deletions = new ArrayList<>();
        List<VolumeId> specs = new ArrayList<>();
        List<VolumeId> made = new ArrayList<>();
        for (VolumeSummary row : wanted.rows()) {
            if (row.deleted()) {
                continue;
            }
            ObservedVolume observed = known.items().get(row.id());
            switch (row.desired()) {
                case PRESENT -> {
                    if (isSpecDue(row, observed)) {
                        (observed == null ? made : specs).add(row.id());
                    }
                }
                case DELETED -> {
                    if (!wanted.beingKept().contains(row.id()) && isEndDue(row, observed)) {
                        deletions.add(new VolumeRef(row.id(), row.generation()));
                    }
                }
            }
        }
        specs.addAll(made);
        List<VolumeId> forgettable = VolumeListener.READING.forgettable(known, ids(wanted.rows()));
        return new Plan(deletions, specs, forgettable);
    }

    private boolean isSpecDue(VolumeSummary row, @Nullable ObservedVolume observed) {
        if (observed == null ? !mayBeMade(row) : !isAlive(observed) || observed.generation() >= row.generation()) {
            return false;
        }
        return known.isSpecDue(row.id(), row.generation(), now);
    }

    /** Whether a volume that is not on the controller's books cannot have had data. */
    private static boolean mayBeMade(VolumeSummary row) {
        return row.lastPhase().map(phase -> phase == VolumePhase.CREATING).orElse(true);
    }

    private boolean isEndDue(VolumeSummary row, @Nullable ObservedVolume observed) {
        if (observed != null && observed.phase() == VolumePhase.DELETED) {
            return false;
        }
        boolean takenUp = observed != null && observed.generation() >= row.generation();
        return known.isEndDue(row.id(), row.generation(), takenUp, now);
    }

    private static boolean isAlive(ObservedVolume observed) {
        return observed.phase() == VolumePhase.CREATING || observed.phase() == VolumePhase.AVAILABLE;
    }
}
