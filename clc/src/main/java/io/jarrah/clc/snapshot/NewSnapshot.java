package io.jarrah.clc.snapshot;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;

/**
 * What a snapshot is born with.
 *
 * @param id the snapshot
 * @param account the owner
 * @param zone its volume's, and its own
 * @param volume whose data it keeps
 * @param sizeGib GiB of that volume, 1 or more
 * @param description the owner's words, up to 255 characters; may be empty
 * @param request the API request
 * @param createdAt when
 */
public record NewSnapshot(
        SnapshotId id,
        AccountId account,
        ClusterName zone,
        VolumeId volume,
        int sizeGib,
        String description,
        Correlation request,
        Instant createdAt) {}
