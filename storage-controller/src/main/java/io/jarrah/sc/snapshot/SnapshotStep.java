package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.StateReason;
import java.time.Duration;
import java.util.Optional;

/** One thing to do about a snapshot. Each is idempotent. */
public sealed interface SnapshotStep {
    /** Note the phase. */
    record Enter(SnapshotPhase phase, Optional<StateReason> reason) implements SnapshotStep {}

    /** Note a reason without a change of phase. */
    record Explain(Optional<StateReason> reason) implements SnapshotStep {}

    /** Hold that many GiB of what all volumes and snapshots may have together; makes the plan anew when others were faster. */
    record Reserve(int gib) implements SnapshotStep {}

    /** Note that the volume is copied from now on, unless somebody may write to it; makes the plan anew when that is so. */
    record Occupy() implements SnapshotStep {}

    /**
     * Begin to make it.
     *
     * @param takesLong whether that is a copy, not a clone
     */
    record Begin(boolean takesLong) implements SnapshotStep {}

    /** Make it no more. */
    record Cancel() implements SnapshotStep {}

    /** Note how much of it is kept. */
    record Progress(int percent) implements SnapshotStep {}

    /** Note how large it is. */
    record Sized(int gib) implements SnapshotStep {}

    /** Remove its data. */
    record RemoveData() implements SnapshotStep {}

    /** Look again after that long; always the last step. */
    record Wait(Duration time) implements SnapshotStep {}
}
