package io.jarrah.common.contract;

import io.jarrah.common.id.VolumeId;

/**
 * One volume that an instance is to have, and how its host reaches it.
 *
 * @param volume the volume; in the guest the disk's serial number is its id without the hyphen
 * @param device the name that the user gave it, such as /dev/sdf
 * @param sizeGib GiB that the guest shall see, 1 or more; grows with the volume
 * @param export where it is
 * @param initiator the iSCSI name to log in by
 * @param chap what to log in with
 */
public record VolumeConnection(
        VolumeId volume, String device, int sizeGib, VolumeExport export, String initiator, ChapCredential chap) {
    public VolumeConnection {
        IscsiNames.require(initiator);
        if (!device.matches("/dev/[a-z0-9]{1,27}")) {
            throw new IllegalArgumentException("not a device name such as /dev/sdf: " + device);
        }
    }
}
