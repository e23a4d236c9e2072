package io.jarrah.common.contract;

import io.jarrah.common.id.SnapshotId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is true of one snapshot at its storage controller.
 *
 * @param id the snapshot
 * @param phase how far it is
 * @param sizeGib GiB that its volume had at its moment; 0 while that is not known
 * @param progress how much of it is kept already, 0 to 100 percent
 * @param reason why, when there is something to say
 * @param since when it came to this phase
 */
public record ObservedSnapshot(
        SnapshotId id, SnapshotPhase phase, int sizeGib, int progress, Optional<StateReason> reason, Instant since) {
    public ObservedSnapshot {
        if (progress < 0 || progress > 100) {
            throw new IllegalArgumentException("progress of " + id + " is a percentage, not " + progress);
        }
    }
}
