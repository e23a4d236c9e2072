package io.jarrah.clc.volume;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a volume is born with.
 *
 * @param id the volume
 * @param account the owner
 * @param zone where it is
 * @param sizeGib GiB, 1 or more
 * @param snapshot whose data it begins with; empty when it begins empty
 * @param type as the owner wants it called
 * @param performance what was asked for beyond size and type
 * @param clientToken the client's token
 * @param requestDigest SHA-256 in hex of what was asked for, to tell a repetition from another request
 * @param request the API request
 * @param createdAt when
 */
public record NewVolume(
        VolumeId id,
        AccountId account,
        ClusterName zone,
        int sizeGib,
        Optional<SnapshotId> snapshot,
        VolumeType type,
        Performance performance,
        Optional<String> clientToken,
        String requestDigest,
        Correlation request,
        Instant createdAt) {
    /**
     * IOPS and throughput, for the types that have them of choice.
     *
     * @param iops a second
     * @param throughput MiB/s
     */
    public record Performance(Optional<Integer> iops, Optional<Integer> throughput) {
        /** Not of choice. */
        public static final Performance USUAL = new Performance(Optional.empty(), Optional.empty());
    }
}
