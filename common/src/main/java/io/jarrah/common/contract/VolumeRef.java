package io.jarrah.common.contract;

import io.jarrah.common.id.VolumeId;

/**
 * Names one state of what is desired of a volume.
 *
 * @param id the volume
 * @param generation of the request
 */
public record VolumeRef(VolumeId id, long generation) {}
