package io.jarrah.clc.volume;

import io.jarrah.clc.volume.NewVolume.Performance;

/**
 * What can be changed of a volume while it is there.
 *
 * @param sizeGib GiB, 1 or more
 * @param type as the owner wants it called
 * @param performance beyond size and type
 */
public record VolumeTraits(int sizeGib, VolumeType type, Performance performance) {}
