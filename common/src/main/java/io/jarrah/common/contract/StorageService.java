package io.jarrah.common.contract;

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
}
