package io.jarrah.common.contract;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/**
 * Everything a storage controller is to know of one volume. Sending it again changes nothing; a lower generation than known is ignored.
 *
 * @param id the volume
 * @param generation grows with every change of what is desired
 * @param accountId the owner
 * @param sizeGib GiB, 1 or more; never less than it has
 * @param source the snapshot whose data it begins with, which is at the same controller; of no meaning once it was made
 * @param grant who may use it; without one nobody may, and who could before is shut out
 */
public record VolumeSpec(
        VolumeId id,
        long generation,
        AccountId accountId,
        int sizeGib,
        Optional<SnapshotId> source,
        Optional<VolumeGrant> grant) {
    public VolumeSpec {
        if (sizeGib < 1) {
            throw new IllegalArgumentException("volume " + id + " needs at least 1 GiB");
        }
    }
}
