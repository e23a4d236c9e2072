package io.jarrah.common.contract;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;

/**
 * Everything a storage controller is to know of one snapshot. It never changes; sending it again changes nothing.
 *
 * @param id the snapshot
 * @param accountId the owner, who may be another than the volume's
 * @param volume whose data it keeps
 */
public record SnapshotSpec(SnapshotId id, AccountId accountId, VolumeId volume) {}
