package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.SnapshotId;
import java.time.Instant;
import java.util.Optional;

/**
 * All that the controller remembers of a snapshot; on disk before anything is done about it.
 *
 * @param id the snapshot
 * @param spec what it is to be; empty for one that is deleted or could not be made
 * @param desired what is wanted of it
 * @param phase how far it is
 * @param copying whether its volume is being copied, which takes its time; until it is there nobody may write to the volume, also after a restart
 * @param sizeGib GiB that its volume had; 0 until it is whole
 * @param reservedGib GiB that it holds of what all volumes and snapshots may have together
 * @param progress percent that are kept
 * @param reason why, when there is something to say
 * @param since when it came to the phase
 * @param correlation the request that asked for it last, for the log
 */
public record SnapshotRecord(
        SnapshotId id,
        Optional<SnapshotSpec> spec,
        Desired desired,
        SnapshotPhase phase,
        boolean copying,
        int sizeGib,
        int reservedGib,
        int progress,
        Optional<StateReason> reason,
        Instant since,
        String correlation) {
    private static final int WHOLE = 100;

    /** What is wanted of a snapshot. */
    public enum Desired {
        /** That it is there. */
        KEEP,
        /** That nothing is left of it. */
        DELETE
    }

    /** A new snapshot. */
    static SnapshotRecord accepted(SnapshotSpec spec, String correlation, Instant now) {
        return new SnapshotRecord(
                spec.id(),
                Optional.of(spec),
                Desired.KEEP,
                SnapshotPhase.CREATING,
                false,
                0,
                0,
                0,
                Optional.empty(),
                now,
                correlation);
    }

    /** A snapshot that was never heard of and shall not be there. */
    static SnapshotRecord refused(SnapshotId id, String correlation, Instant now) {
        return new SnapshotRecord(
                id,
                Optional.empty(),
                Desired.DELETE,
                SnapshotPhase.DELETING,
                false,
                0,
                0,
                0,
                Optional.empty(),
                now,
                correlation);
    }

    SnapshotRecord withCopying() {
        return new SnapshotRecord(
                id, spec, desired, phase, true, sizeGib, reservedGib, progress, reason, since, correlation);
    }

    SnapshotRecord withSize(int gib) {
        return new SnapshotRecord(
                id,
                spec,
                desired,
                phase,
                copying,
                gib,
                Math.max(reservedGib, gib),
                progress,
                reason,
                since,
                correlation);
    }

    SnapshotRecord withReserved(int gib) {
        return new SnapshotRecord(
                id, spec, desired, phase, copying, sizeGib, gib, progress, reason, since, correlation);
    }

    SnapshotRecord withProgress(int percent) {
        return new SnapshotRecord(
                id, spec, desired, phase, copying, sizeGib, reservedGib, percent, reason, since, correlation);
    }

    SnapshotRecord withReason(Optional<StateReason> changed) {
        return new SnapshotRecord(
                id, spec, desired, phase, copying, sizeGib, reservedGib, progress, changed, since, correlation);
    }

    SnapshotRecord delete(String newCorrelation) {
        return new SnapshotRecord(
                id,
                spec,
                Desired.DELETE,
                phase,
                copying,
                sizeGib,
                reservedGib,
                progress,
                reason,
                since,
                newCorrelation);
    }

    /** In another phase. Of what is over nothing is kept. */
    SnapshotRecord enter(SnapshotPhase next, Optional<StateReason> why, Instant now) {
        boolean gone = next == SnapshotPhase.DELETED || next == SnapshotPhase.FAILED;
        int kept = next == SnapshotPhase.AVAILABLE ? WHOLE : progress;
        return new SnapshotRecord(
                id,
                gone ? Optional.empty() : spec,
                desired,
                next,
                false,
                gone ? 0 : sizeGib,
                gone ? 0 : reservedGib,
                gone ? 0 : kept,
                why,
                next == phase ? since : now,
                correlation);
    }

    /** Whether it is being made, and wanted. */
    boolean inTheMaking() {
        return phase == SnapshotPhase.CREATING && desired == Desired.KEEP;
    }

    /** Whether it came to be whole, and its data were not removed. */
    boolean whole() {
        return sizeGib > 0 && (phase == SnapshotPhase.AVAILABLE || phase == SnapshotPhase.DELETING);
    }

    /** Whether nothing is left of it, or nothing ever was. */
    boolean over() {
        return phase == SnapshotPhase.DELETED || phase == SnapshotPhase.FAILED;
    }

    ObservedSnapshot observed() {
        return new ObservedSnapshot(id, phase, sizeGib, progress, reason, since);
    }
}
