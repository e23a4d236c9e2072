package io.jarrah.clc.volume.op;

import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.common.id.SnapshotId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Volume;

/**
 * A volume with what its row does not hold.
 *
 * @param row the row
 * @param attachment who has it
 * @param tags by key
 */
record DescribedVolume(VolumeEntity row, Optional<Attachment> attachment, Map<String, String> tags) {
    private static final DateTimeFormatter WIRE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The filters of DescribeVolumes. Properties that volumes here never have match nothing. */
    static final Filters<DescribedVolume> FILTERS = Filters.<DescribedVolume>of()
            .optional("attachment.attach-time", item -> item.attachment().map(one -> wire(one.requestedAt())))
            .optional("attachment.delete-on-termination", item -> item.attachment()
                    .map(one -> Boolean.toString(one.deleteOnTermination())))
            .optional("attachment.device", item -> item.attachment().map(Attachment::device))
            .optional("attachment.instance-id", item -> item.attachment()
                    .map(one -> one.instance().value()))
            .optional("attachment.status", item -> item.attachment()
                    .map(one -> one.state().apiName()))
            .text("availability-zone", item -> item.row().zone().value())
            .text("availability-zone-id", item -> item.row().zone().value())
            .text("create-time", item -> wire(item.row().createdAt()))
            .text("encrypted", item -> Boolean.toString(item.row().encrypted()))
            .text("fast-restored", item -> "false")
            .text("multi-attach-enabled", item -> "false")
            .texts("operator.managed", item -> List.of("false"))
            .texts("operator.principal", item -> List.of())
            .text("size", item -> Integer.toString(item.row().sizeGib()))
            .optional("snapshot-id", item -> item.row().snapshot().map(SnapshotId::value))
            .text("status", DescribedVolume::status)
            .text("volume-id", item -> item.row().id().value())
            .text("volume-type", item -> item.row().type().apiName())
            .tags(DescribedVolume::tags)
            .build();

    private String status() {
        return row.state(attachment.isPresent()).apiName();
    }

    String id() {
        return row.id().value();
    }

    Volume render() {
        return VolumeRendering.volume(row, attachment, tags);
    }

    private static String wire(Instant time) {
        return WIRE.format(time);
    }
}
