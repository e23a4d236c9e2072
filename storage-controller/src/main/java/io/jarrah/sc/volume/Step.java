package io.jarrah.sc.volume;

import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.sc.export.ExportRequest;
import java.time.Duration;
import java.util.Optional;

/** One thing to do about a volume. Each is idempotent. */
public sealed interface Step {
    /** Note the phase. */
    record Enter(VolumePhase phase, Optional<StateReason> reason) implements Step {}

    /** Note a reason without a change of phase. */
    record Explain(Optional<StateReason> reason) implements Step {}

    /** Hold that many GiB of what all volumes and snapshots may have together; makes the plan anew when others were faster. */
    record Reserve(int gib) implements Step {}

    /** Make its data. */
    record Create(long bytes) implements Step {}

    /** Begin to make its data out of a snapshot's. */
    record Begin(SnapshotId source, long bytes) implements Step {}

    /** Make them no more. */
    record Cancel() implements Step {}

    /** Make it larger, unless it is being copied. */
    record Grow(long bytes) implements Step {}

    /** Give up that it is to become larger. */
    record KeepSize(StateReason why) implements Step {}

    /** Note how large it is. */
    record Sized(int gib) implements Step {}

    /** Remove its data, unless a snapshot is being made of it. */
    record RemoveData() implements Step {}

    /** Make the export, unless it is being copied, and note where it is. */
    record Export(ExportRequest wanted) implements Step {}

    /** End an export. */
    record Withdraw(long attachment) implements Step {}

    /** Note that it is not exported. */
    record Unexported() implements Step {}

    /** Look again after that long; always the last step. */
    record Wait(Duration time) implements Step {}
}
