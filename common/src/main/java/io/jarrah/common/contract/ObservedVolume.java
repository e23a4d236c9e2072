package io.jarrah.common.contract;

import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is true of one volume at its storage controller.
 *
 * @param id the volume
 * @param generation the highest generation taken up
 * @param phase how far it is
 * @param sizeGib GiB that it has now
 * @param export where it is found; empty while it is not exported, and then nobody can reach it
 * @param reason why, when there is something to say
 * @param since when it came to this phase
 */
public record ObservedVolume(
        VolumeId id,
        long generation,
        VolumePhase phase,
        int sizeGib,
        Optional<VolumeExport> export,
        Optional<StateReason> reason,
        Instant since) {}
