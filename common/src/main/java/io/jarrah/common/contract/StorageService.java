package io.jarrah.common.contract;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.time.Duration;
import java.util.List;

/**
 * What a storage controller does for the cloud controller (storage.wsdl).
 *
 * <p>Every method is idempotent, may be called again after a time-out, and throws {@link ServiceException}.
 */
public interface StorageService {
    /** The controller about itself. */
    StorageStatus describeStorage(Correlation correlation);

    /** Volumes that changed after that revision, waiting up to {@code wait} (0 to 60 s) for a first change. */
    Changes<ObservedVolume> describeVolumes(Correlation correlation, Revision since, Duration wait);

    /** Makes the volume what the spec says, and makes it first: on the controller's disk when this returns, carried out after. */
    void applyVolume(Correlation correlation, VolumeSpec spec);

    /** Removes the volume and its data; an unknown one is remembered as deleted, so that a delayed spec cannot make it. */
    void deleteVolume(Correlation correlation, VolumeRef volume);

    /** Drops deleted and failed volumes from the books; others are left alone. */
    void forgetVolumes(Correlation correlation, List<VolumeId> volumes);

    /** Snapshots that changed after that revision, waiting up to {@code wait} (0 to 60 s) for a first change. */
    Changes<ObservedSnapshot> describeSnapshots(Correlation correlation, Revision since, Duration wait);

    /**
     * Keeps what the volume has at one moment after this is called and before the snapshot is seen {@link SnapshotPhase#AVAILABLE}: all that a host was told is written before that
     * moment, and nothing that it writes after. Taken up, on the controller's disk, when this returns; a known one is left as it is.
     */
    void applySnapshot(Correlation correlation, SnapshotSpec spec);

    /** Removes the snapshot; volumes that began with it keep their data. An unknown one is remembered as deleted, so that a delayed spec cannot make it. */
    void deleteSnapshot(Correlation correlation, SnapshotId snapshot);

    /** Drops deleted and failed snapshots from the books; others are left alone. */
    void forgetSnapshots(Correlation correlation, List<SnapshotId> snapshots);
}
