package io.jarrah.nc.hypervisor;

import io.jarrah.common.id.VolumeId;

/**
 * A volume that a running domain has now.
 *
 * @param volume the volume
 * @param attachment which attachment of it
 * @param dev name of the disk in the domain
 */
public record VolumeDisk(VolumeId volume, long attachment, String dev) {}
