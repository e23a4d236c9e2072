package io.jarrah.clc.image.op;

import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.ImageId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * An image with what its row does not hold.
 *
 * @param row the row
 * @param tags by key; the caller's own
 * @param ownerAlias "amazon" for images of the cloud administrator, who is to this cloud what Amazon is to its own
 */
record DescribedImage(ImageEntity row, Map<String, String> tags, Optional<String> ownerAlias) {
    private static final DateTimeFormatter WIRE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The filters of DescribeImages. Properties that images here never have match nothing. */
    static final Filters<DescribedImage> FILTERS = Filters.<DescribedImage>of()
            .text("architecture", item -> item.row().architecture())
            .texts("block-device-mapping.device-name", item -> List.of())
            .texts("block-device-mapping.snapshot-id", item -> List.of())
            .texts("block-device-mapping.volume-size", item -> List.of())
            .texts("block-device-mapping.volume-type", item -> List.of())
            .text("creation-date", DescribedImage::creationDate)
            .text("description", item -> item.row().description())
            .text("ena-support", item -> "false")
            .text("hypervisor", item -> "xen")
            .text("image-id", item -> item.row().id().value())
            .text("image-type", DescribedImage::type)
            .text("is-public", item -> Boolean.toString(item.row().launchPublic()))
            .optional("kernel-id", item -> item.row().kernel().map(ImageId::value))
            .text("manifest-location", item -> item.row().location())
            .optional("name", item -> item.row().name())
            .optional("owner-alias", DescribedImage::ownerAlias)
            .text("owner-id", item -> item.row().account().value())
            .texts("platform", item -> List.of())
            .texts("product-code", item -> List.of())
            .optional("ramdisk-id", item -> item.row().ramdisk().map(ImageId::value))
            .text("root-device-name", item -> item.row().rootDeviceName())
            .text("root-device-type", item -> "instance-store")
            .text("state", item -> item.row().state().apiName())
            .optional("state-reason-code", item -> item.row().failure().map(StateReason::code))
            .optional("state-reason-message", item -> item.row().failure().map(StateReason::message))
            .text("virtualization-type", item -> item.row().virtualizationType())
            .tags(DescribedImage::tags)
            .build();

    String id() {
        return row.id().value();
    }

    Image render() {
        return Image.builder()
                .imageId(id())
                .imageLocation(row.location())
                .state(row.state().apiName())
                .ownerId(row.account().value())
                .imageOwnerAlias(ownerAlias.orElse(null))
                .creationDate(creationDate())
                .publicLaunchPermissions(row.launchPublic())
                .productCodes(List.of())
                .architecture(row.architecture())
                .imageType(type())
                .kernelId(row.kernel().map(ImageId::value).orElse(null))
                .ramdiskId(row.ramdisk().map(ImageId::value).orElse(null))
                .platformDetails("Linux/UNIX")
                .usageOperation("RunInstances")
                .stateReason(row.failure()
                        .map(reason -> software.amazon.awssdk.services.ec2.model.StateReason.builder()
                                .code(reason.code())
                                .message(reason.message())
                                .build())
                        .orElse(null))
                .name(row.name().orElse(null))
                .description(row.description())
                .rootDeviceType("instance-store")
                .rootDeviceName(row.rootDeviceName())
                .blockDeviceMappings(List.of())
                .virtualizationType(row.virtualizationType())
                .tags(TagSpecifications.toList(tags))
                .hypervisor("xen")
                .enaSupport(false)
                .build();
    }

    private String type() {
        return switch (row.id().kind()) {
            case AMI -> "machine";
            case AKI -> "kernel";
            case ARI -> "ramdisk";
        };
    }

    private String creationDate() {
        return WIRE.format(row.registeredAt());
    }
}
