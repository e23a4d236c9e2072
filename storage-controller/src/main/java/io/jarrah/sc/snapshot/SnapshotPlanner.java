package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.sc.snapshot.SnapshotObservation.SourceView;
import io.jarrah.sc.snapshot.SnapshotObservation.Use;
import io.jarrah.sc.snapshot.SnapshotRecord.Desired;
import io.jarrah.sc.volume.Observation.DataView;
import io.jarrah.sc.volume.Reasons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what is wanted of a snapshot with what is true and says what to do. Pure: same record and observation, same steps. Empty means
 * that all is as it should be.
 */
public final class SnapshotPlanner {
    private static final long BYTES_PER_GIB = 1L << 30;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private SnapshotPlanner() {}

    /** What to do now. */
    public static List<SnapshotStep> plan(SnapshotRecord record, SnapshotObservation seen) {
        if (record.desired() == Desired.DELETE) {
            return remove(record, seen);
        }
        if (record.over() || record.spec().isEmpty()) {
            return List.of();
        }
        return record.phase() == SnapshotPhase.CREATING
                ? create(record, record.spec().get(), seen)
                : keep(record, seen);
    }

    private static List<SnapshotStep> create(SnapshotRecord record, SnapshotSpec spec, SnapshotObservation seen) {
        if (seen.making().isPresent()) {
            return making(record, seen.making().getAsInt());
        }
        return switch (seen.data()) {
            case DataView.Unknown unknown -> waiting(record, Reasons.waiting(unknown.why()), LATER);
            // Made before this process noted it, or before its record was lost.
            case DataView.Present present ->
                List.of(
                        new SnapshotStep.Sized(gib(present.bytes())),
                        new SnapshotStep.Enter(SnapshotPhase.AVAILABLE, Optional.empty()));
            case DataView.Absent absent ->
                switch (seen.source()) {
                    case SourceView.Waiting waiting -> waiting(record, Reasons.waiting(waiting.why()), SOON);
                    case SourceView.Missing missing -> fail(missing.why());
                    case SourceView.Present present -> make(record, spec, present, seen.roomGib());
                };
        };
    }

    private static List<SnapshotStep> making(SnapshotRecord record, int percent) {
        List<SnapshotStep> steps = new ArrayList<>();
        if (record.progress() != percent) {
            steps.add(new SnapshotStep.Progress(percent));
        }
        steps.addAll(explained(record));
        steps.add(new SnapshotStep.Wait(SOON));
        return steps;
    }

    private static List<SnapshotStep> make(
            SnapshotRecord record, SnapshotSpec spec, SourceView.Present volume, long roomGib) {
        if (!volume.clones()) {
            switch (volume.use()) {
                case Use.Exported exported -> {
                    return fail(mixed(spec));
                }
                case Use.Unknown unknown -> {
                    return waiting(record, Reasons.waiting(unknown.why()), SOON);
                }
                case Use.Unused unused -> {}
            }
        }
        int gib = gib(volume.bytes());
        if (gib > record.reservedGib()) {
            return gib > roomGib
                    ? fail(Reasons.noRoom(record.id(), gib, roomGib))
                    : List.of(new SnapshotStep.Reserve(gib));
        }
        if (!volume.clones() && !record.copying()) {
            return List.of(new SnapshotStep.Occupy());
        }
        return List.of(new SnapshotStep.Begin(!volume.clones()), new SnapshotStep.Wait(SOON));
    }

    private static StateReason mixed(SnapshotSpec spec) {
        return Reasons.refused(
                "IncorrectState",
                spec.volume()
                        + " is attached, and the file system of its storage controller cannot clone files: what is"
                        + " copied while it is written would be a mixture. Detach it first, or ask the administrator"
                        + " for XFS or btrfs at VOLUME_PATH");
    }

    private static List<SnapshotStep> keep(SnapshotRecord record, SnapshotObservation seen) {
        return switch (seen.data()) {
            case DataView.Unknown unknown -> waiting(record, Reasons.waiting(unknown.why()), LATER);
            case DataView.Absent absent ->
                explain(record, Reasons.internal("its data are missing at its storage controller"));
            case DataView.Present present ->
                gib(present.bytes()) < record.sizeGib()
                        ? explain(record, Reasons.internal("its data at its storage controller became shorter"))
                        : explained(record);
        };
    }

    private static List<SnapshotStep> remove(SnapshotRecord record, SnapshotObservation seen) {
        boolean over = record.phase() == SnapshotPhase.DELETED;
        List<SnapshotStep> steps = new ArrayList<>();
        if (!over && record.phase() != SnapshotPhase.DELETING) {
            steps.add(new SnapshotStep.Enter(SnapshotPhase.DELETING, Optional.empty()));
        }
        if (seen.making().isPresent()) {
            steps.add(new SnapshotStep.Cancel());
            steps.add(new SnapshotStep.Wait(SOON));
            return steps;
        }
        switch (seen.data()) {
            case DataView.Unknown unknown -> {
                steps.addAll(over ? List.of() : waiting(record, Reasons.waiting(unknown.why()), LATER));
                return steps;
            }
            case DataView.Absent absent -> {}
            case DataView.Present present -> {
                if (!seen.users().isEmpty()) {
                    steps.addAll(waiting(
                            record,
                            Reasons.waiting("it stays until what begins with it is made: " + seen.users()),
                            SOON));
                    return steps;
                }
                steps.add(new SnapshotStep.RemoveData());
            }
        }
        if (!over) {
            steps.add(new SnapshotStep.Enter(SnapshotPhase.DELETED, Optional.empty()));
        }
        return steps;
    }

    private static List<SnapshotStep> fail(StateReason reason) {
        return List.of(new SnapshotStep.Enter(SnapshotPhase.FAILED, Optional.of(reason)));
    }

    private static List<SnapshotStep> waiting(SnapshotRecord record, StateReason reason, Duration time) {
        List<SnapshotStep> steps = new ArrayList<>(explain(record, reason));
        steps.add(new SnapshotStep.Wait(time));
        return steps;
    }

    private static List<SnapshotStep> explain(SnapshotRecord record, StateReason reason) {
        return record.reason().equals(Optional.of(reason))
                ? List.of()
                : List.of(new SnapshotStep.Explain(Optional.of(reason)));
    }

    private static List<SnapshotStep> explained(SnapshotRecord record) {
        return record.reason().isEmpty() ? List.of() : List.of(new SnapshotStep.Explain(Optional.empty()));
    }

    /** Volumes have whole GiB; a part of one counts as one. */
    private static int gib(long bytes) {
        return (int) ((bytes + BYTES_PER_GIB - 1) / BYTES_PER_GIB);
    }
}
