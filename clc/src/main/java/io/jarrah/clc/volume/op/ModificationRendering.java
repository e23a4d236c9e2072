package io.jarrah.clc.volume.op;

import io.jarrah.clc.volume.VolumeModificationEntity;
import io.jarrah.clc.volume.VolumeTraits;
import software.amazon.awssdk.services.ec2.model.VolumeModification;
import software.amazon.awssdk.services.ec2.model.VolumeModificationState;

/** Modifications of volumes as EC2's answers show them. A larger volume is whole at once: nothing is optimised after. */
final class ModificationRendering {
    private static final long DONE = 100;

    private ModificationRendering() {}

    static VolumeModification modification(VolumeModificationEntity row) {
        VolumeTraits original = row.original();
        VolumeTraits target = row.target();
        VolumeModificationState state = state(row);
        return VolumeModification.builder()
                .volumeId(row.volume().value())
                .modificationState(state)
                .statusMessage(row.failure().orElse(null))
                .originalSize(original.sizeGib())
                .originalVolumeType(original.type().apiName())
                .originalIops(VolumePerformance.shownIops(original))
                .originalThroughput(original.performance().throughput().orElse(null))
                .originalMultiAttachEnabled(false)
                .targetSize(target.sizeGib())
                .targetVolumeType(target.type().apiName())
                .targetIops(VolumePerformance.shownIops(target))
                .targetThroughput(target.performance().throughput().orElse(null))
                .targetMultiAttachEnabled(false)
                .progress(state == VolumeModificationState.COMPLETED ? DONE : 0)
                .startTime(row.startedAt())
                .endTime(row.endedAt().orElse(null))
                .build();
    }

    private static VolumeModificationState state(VolumeModificationEntity row) {
        if (row.failure().isPresent()) {
            return VolumeModificationState.FAILED;
        }
        return row.endedAt().isPresent() ? VolumeModificationState.COMPLETED : VolumeModificationState.MODIFYING;
    }
}
