package io.jarrah.clc.volume;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/**
 * The part of an attachment's row that planning needs.
 *
 * @param volume the volume
 * @param desired what is wanted
 * @param granted whether the instance's host may use the volume
 * @param detachGeneration from which generation on the instance's volumes are without it; empty while it is wanted
 * @param exported whether the storage controller was seen exporting it
 * @param phase how far the node says it is
 */
public record AttachmentSummary(
        VolumeId volume,
        AttachmentDesire desired,
        boolean granted,
        Optional<Long> detachGeneration,
        boolean exported,
        Optional<AttachedVolume.Phase> phase) {
    /** Of that row. */
    public static AttachmentSummary of(AttachmentEntity row) {
        return new AttachmentSummary(
                row.volume(),
                row.desired(),
                row.granted(),
                row.detachGeneration(),
                row.export().isPresent(),
                row.phase());
    }
}
