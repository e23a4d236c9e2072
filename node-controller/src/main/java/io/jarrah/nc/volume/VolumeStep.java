package io.jarrah.nc.volume;

import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.hypervisor.VolumeDisk;

/** One thing to do about a volume of an instance. Each is idempotent. */
public sealed interface VolumeStep {
    /** Note what is known of it. */
    record Note(Attachment attachment) implements VolumeStep {}

    /** Note that the instance does not have it any more. */
    record Gone(VolumeId volume) implements VolumeStep {}

    /** Begin to see whether it can be logged in to. */
    record Check(VolumeId volume) implements VolumeStep {}

    /** Begin to give it to the running guest. */
    record Attach(VolumeId volume) implements VolumeStep {}

    /** Begin to ask the guest to let it go. */
    record Detach(VolumeDisk disk) implements VolumeStep {}

    /** Begin to show the guest how large it is. */
    record Grow(VolumeDisk disk) implements VolumeStep {}
}
