package io.jarrah.clc.volume;

import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/**
 * The part of a volume's row that planning needs, read without the rest.
 *
 * @param id the volume
 * @param generation of what its storage controller is to be told
 * @param desired what its owner wants
 * @param deleted whether nothing is left of it
 * @param lastPhase what was heard last; empty when nothing was heard
 * @param request the API request that last changed what is desired
 */
public record VolumeSummary(
        VolumeId id,
        long generation,
        StorageDesire desired,
        boolean deleted,
        Optional<VolumePhase> lastPhase,
        Correlation request) {}
