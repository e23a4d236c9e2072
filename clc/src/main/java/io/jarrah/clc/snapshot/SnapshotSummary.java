package io.jarrah.clc.snapshot;

import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.id.SnapshotId;
import java.util.Optional;

/**
 * The part of a snapshot's row that planning needs, read without the rest.
 *
 * @param spec what its storage controller is to be told; it never changes
 * @param desired what its owner wants
 * @param deleted whether nothing is left of it
 * @param lastPhase what was heard last; empty when nothing was heard
 * @param request the API request that last changed what is desired
 */
public record SnapshotSummary(
        SnapshotSpec spec,
        StorageDesire desired,
        boolean deleted,
        Optional<SnapshotPhase> lastPhase,
        Correlation request) {
    /** The snapshot. */
    public SnapshotId id() {
        return spec.id();
    }
}
