package io.jarrah.sc.volume;

import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.volume.Observation.DataView;
import io.jarrah.sc.volume.Observation.ExportView;
import io.jarrah.sc.volume.Observation.OriginView;
import io.jarrah.sc.volume.VolumeRecord.Desired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what is wanted of a volume with what is true and says what to do. Pure: same record and observation, same steps. Empty means
 * that all is as it should be.
 *
 * <p>A volume grows while it is not exported, and its size is that of its last export until then: tgt knows a larger size only after it
 * opened the file anew, and what an initiator has under way meanwhile may fail. While it is being copied for a snapshot nobody may write to it.
 */
public final class VolumePlanner {
    private static final long BYTES_PER_GIB = 1L << 30;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private VolumePlanner() {}

    /** What to do now. */
    public static List<Step> plan(VolumeRecord record, Observation seen) {
        if (record.desired() == Desired.DELETE) {
            return remove(record, seen);
        }
        if (record.over() || record.spec().isEmpty()) {
            return List.of();
        }
        VolumeSpec spec = record.spec().get();
        return record.phase() == VolumePhase.CREATING ? create(record, spec, seen) : keep(record, spec, seen);
    }

    private static List<Step> create(VolumeRecord record, VolumeSpec spec, Observation seen) {
        if (seen.making().isPresent()) {
            return waiting(
                    record, Reasons.waiting(seen.making().getAsInt() + "% of its snapshot's data are copied"), SOON);
        }
        return switch (seen.data()) {
            case DataView.Unknown unknown -> waiting(record, Reasons.waiting(unknown.why()), LATER);
            // Made before this process forgot it, or before its record was lost; the data are the user's.
            case DataView.Present present ->
                List.of(
                        new Step.Sized((int) (present.bytes() / BYTES_PER_GIB)),
                        new Step.Enter(VolumePhase.AVAILABLE, Optional.empty()));
            case DataView.Absent absent -> make(record, spec, seen);
        };
    }

    private static List<Step> make(VolumeRecord record, VolumeSpec spec, Observation seen) {
        return switch (seen.origin()) {
            case OriginView.Missing missing -> fail(Reasons.refused("InvalidSnapshot.NotFound", missing.why()));
            case OriginView.Waiting waiting -> waiting(record, Reasons.waiting(waiting.why()), SOON);
            case OriginView.None none -> room(record, spec, seen, List.of(new Step.Create(bytes(spec.sizeGib()))));
            case OriginView.Whole whole
            when whole.bytes() > bytes(spec.sizeGib()) ->
                fail(Reasons.refused(
                        "InvalidParameterValue",
                        record.id() + " is to have " + spec.sizeGib() + " GiB, but " + whole.snapshot() + " has "
                                + whole.bytes() + " bytes"));
            case OriginView.Whole whole ->
                room(
                        record,
                        spec,
                        seen,
                        List.of(new Step.Begin(whole.snapshot(), bytes(spec.sizeGib())), new Step.Wait(SOON)));
        };
    }

    private static List<Step> room(VolumeRecord record, VolumeSpec spec, Observation seen, List<Step> then) {
        if (!record.needsRoom()) {
            return then;
        }
        return spec.sizeGib() > seen.roomGib()
                ? fail(Reasons.noRoom(record.id(), spec.sizeGib(), seen.roomGib()))
                : List.of(new Step.Reserve(spec.sizeGib()));
    }

    private static List<Step> fail(StateReason reason) {
        return List.of(new Step.Enter(VolumePhase.FAILED, Optional.of(reason)));
    }

    /** Who may not use it any more is shut out before anything else is looked at. */
    private static List<Step> keep(VolumeRecord record, VolumeSpec spec, Observation seen) {
        Optional<ExportRequest> wanted = spec.grant()
                .map(grant -> new ExportRequest(
                        record.id(),
                        grant.attachment(),
                        seen.device(),
                        Math.max(seen.data().atLeast(), bytes(record.sizeGib())),
                        grant.initiator(),
                        grant.chap()));
        return switch (seen.exports()) {
            case ExportView.Unknown unknown -> {
                if (wanted.isEmpty() && record.export().isEmpty()) {
                    yield data(record, spec, seen, List.of());
                }
                // What is exported most likely still is, or will be in a moment: nothing to tell anybody.
                boolean away = wanted.isPresent() && record.export().isPresent() && exportIsOf(record, wanted);
                yield away ? List.of(new Step.Wait(SOON)) : waiting(record, Reasons.waiting(unknown.why()), SOON);
            }
            case ExportView.Known known -> {
                List<Step> steps = withdraw(known, wanted);
                if (!exportIsOf(record, wanted)) {
                    steps.add(new Step.Unexported());
                }
                yield steps.isEmpty() ? use(record, spec, seen, known, wanted) : steps;
            }
        };
    }

    /** The one of the same number is not withdrawn, whatever it is like: who uses it would be told that there is nothing. It is made anew. */
    private static List<Step> withdraw(ExportView.Known known, Optional<ExportRequest> wanted) {
        List<Step> steps = new ArrayList<>();
        for (ExportedVolume export : known.exports()) {
            if (wanted.filter(request -> request.attachment() == export.attachment())
                    .isEmpty()) {
                steps.add(new Step.Withdraw(export.attachment()));
            }
        }
        return steps;
    }

    /** Also true while an export is away that comes back under the same name. */
    private static boolean exportIsOf(VolumeRecord record, Optional<ExportRequest> wanted) {
        return record.export().isEmpty()
                || wanted.filter(request -> record.export().get().attachment() == request.attachment())
                        .isPresent();
    }

    private static List<Step> use(
            VolumeRecord record,
            VolumeSpec spec,
            Observation seen,
            ExportView.Known known,
            Optional<ExportRequest> wanted) {
        if (!known.exports().isEmpty()) {
            List<Step> place = place(record, known, wanted);
            if (!place.isEmpty()) {
                return place;
            }
            return spec.sizeGib() > record.sizeGib() ? data(record, spec, seen, List.of()) : explained(record);
        }
        return data(record, spec, seen, wanted.isPresent() ? export(record, known, wanted.get()) : List.of());
    }

    /** It is exported: as it is to be, and as large as it is, or it is made so; and where is noted. */
    private static List<Step> place(VolumeRecord record, ExportView.Known known, Optional<ExportRequest> wanted) {
        boolean noted = record.export()
                .filter(export -> known.portal()
                        .filter(new Portal(export.host(), export.port())::equals)
                        .isPresent())
                .isPresent();
        boolean serves = wanted.filter(request -> known.exports().stream().allMatch(one -> one.serves(request)))
                .isPresent();
        return (noted && serves) || known.portal().isEmpty() || wanted.isEmpty()
                ? List.of()
                : List.of(new Step.Export(wanted.get()));
    }

    private static List<Step> export(VolumeRecord record, ExportView.Known known, ExportRequest wanted) {
        return known.portal().isEmpty()
                ? waiting(record, Reasons.waiting("its storage controller has no address on the storage network"), SOON)
                : List.of(new Step.Export(wanted));
    }

    /** It is not exported: its data are looked at, and brought to their size, before the steps that follow. */
    private static List<Step> data(VolumeRecord record, VolumeSpec spec, Observation seen, List<Step> then) {
        Optional<SnapshotId> copying = seen.snapshots().copying();
        if (copying.isPresent()) {
            return waiting(
                    record,
                    Reasons.waiting("it is being copied for " + copying.get()
                            + ", and is neither attached nor made larger until that is done"),
                    LATER);
        }
        return switch (seen.data()) {
            case DataView.Unknown unknown -> waiting(record, Reasons.waiting(unknown.why()), LATER);
            case DataView.Absent absent ->
                lost(record, "its data are not there: " + seen.device() + " is missing at its storage controller");
            case DataView.Present present -> {
                if (present.bytes() < bytes(record.sizeGib())) {
                    yield lost(record, "its data are not whole: " + seen.device() + " became shorter");
                }
                yield size(record, spec, seen, present.bytes(), then);
            }
        };
    }

    private static List<Step> size(
            VolumeRecord record, VolumeSpec spec, Observation seen, long bytes, List<Step> then) {
        if (bytes >= bytes(record.sizeGib() + 1L)) {
            return List.of(new Step.Sized((int) (bytes / BYTES_PER_GIB)));
        }
        if (spec.sizeGib() <= record.sizeGib()) {
            return then.isEmpty() ? explained(record) : then;
        }
        if (!record.needsRoom()) {
            return List.of(new Step.Grow(bytes(spec.sizeGib())));
        }
        if (spec.sizeGib() <= seen.roomGib()) {
            return List.of(new Step.Reserve(spec.sizeGib()));
        }
        return List.of(new Step.KeepSize(Reasons.noRoom(record.id(), spec.sizeGib(), seen.roomGib())));
    }

    private static List<Step> lost(VolumeRecord record, String why) {
        List<Step> steps = new ArrayList<>();
        if (record.export().isPresent()) {
            steps.add(new Step.Unexported());
        }
        steps.addAll(waiting(record, Reasons.internal(why), LATER));
        return steps;
    }

    private static List<Step> remove(VolumeRecord record, Observation seen) {
        List<Step> steps = new ArrayList<>();
        boolean over = record.phase() == VolumePhase.DELETED;
        if (!over && record.phase() != VolumePhase.DELETING) {
            steps.add(new Step.Enter(VolumePhase.DELETING, Optional.empty()));
        }
        switch (seen.exports()) {
            case ExportView.Unknown unknown -> {
                steps.addAll(over ? List.of() : waiting(record, Reasons.waiting(unknown.why()), LATER));
                return steps;
            }
            case ExportView.Known known -> steps.addAll(withdraw(known, Optional.empty()));
        }
        if (record.export().isPresent()) {
            steps.add(new Step.Unexported());
        }
        steps.addAll(removeData(record, seen));
        return steps;
    }

    private static List<Step> removeData(VolumeRecord record, Observation seen) {
        boolean over = record.phase() == VolumePhase.DELETED;
        if (seen.making().isPresent()) {
            return List.of(new Step.Cancel(), new Step.Wait(SOON));
        }
        List<Step> steps = new ArrayList<>();
        switch (seen.data()) {
            case DataView.Unknown unknown -> {
                return over ? List.of() : waiting(record, Reasons.waiting(unknown.why()), LATER);
            }
            case DataView.Absent absent -> {}
            case DataView.Present present -> {
                Optional<SnapshotId> keeping = seen.snapshots().keeping();
                if (keeping.isPresent()) {
                    return waiting(
                            record, Reasons.waiting("its data stay until " + keeping.get() + " is made of them"), SOON);
                }
                steps.add(new Step.RemoveData());
            }
        }
        if (!over) {
            steps.add(new Step.Enter(VolumePhase.DELETED, Optional.empty()));
        }
        return steps;
    }

    private static List<Step> waiting(VolumeRecord record, StateReason reason, Duration time) {
        List<Step> steps = new ArrayList<>(explain(record, reason));
        steps.add(new Step.Wait(time));
        return steps;
    }

    private static List<Step> explain(VolumeRecord record, StateReason reason) {
        return record.reason().equals(Optional.of(reason)) ? List.of() : List.of(new Step.Explain(Optional.of(reason)));
    }

    /** Nothing is to be told any more but what was refused. */
    private static List<Step> explained(VolumeRecord record) {
        return record.reason().equals(record.refusal()) ? List.of() : List.of(new Step.Explain(record.refusal()));
    }

    private static long bytes(long gib) {
        return gib * BYTES_PER_GIB;
    }
}
