package io.jarrah.clc.volume.op;

import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.common.id.SnapshotId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Volumes as EC2's answers show them. Lists that are empty are set deliberately, for clients that demand the element. */
final class VolumeRendering {
    private VolumeRendering() {}

    static Volume volume(VolumeEntity row, Optional<Attachment> attachment, Map<String, String> tags) {
        return Volume.builder()
                .volumeId(row.id().value())
                .size(row.sizeGib())
                .snapshotId(row.snapshot().map(SnapshotId::value).orElse(""))
                .availabilityZone(row.zone().value())
                .availabilityZoneId(row.zone().value())
                .state(row.state(attachment.isPresent()).apiName())
                .createTime(row.createdAt())
                .attachments(
                        attachment.map(VolumeRendering::attachment).stream().toList())
                .tags(TagSpecifications.toList(tags))
                .volumeType(row.type().apiName())
                .iops(VolumePerformance.shownIops(row.traits()))
                .throughput(row.throughput().orElse(null))
                .encrypted(row.encrypted())
                .multiAttachEnabled(false)
                .build();
    }

    static VolumeAttachment attachment(Attachment attachment) {
        return VolumeAttachment.builder()
                .volumeId(attachment.volume().value())
                .instanceId(attachment.instance().value())
                .device(attachment.device())
                .state(attachment.state().apiName())
                .attachTime(attachment.requestedAt())
                .deleteOnTermination(attachment.deleteOnTermination())
                .build();
    }
}
