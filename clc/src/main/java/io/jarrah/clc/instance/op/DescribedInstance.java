package io.jarrah.clc.instance.op;

import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceNames;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.vpc.op.Eni;
import io.jarrah.clc.vpc.op.EniFilters;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.ImageId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An instance with what its row does not hold.
 *
 * @param row the row
 * @param tags by key
 * @param clientToken of its launch
 * @param dnsName host name with domain; empty once terminated
 * @param address the public address that leads to it
 * @param publicDnsName the name of that address
 * @param groups its security groups
 * @param eni its network interface; none once terminated
 * @param volumes what is attached to it
 * @param order sorts by launch time, launch and place in it
 */
record DescribedInstance(
        InstanceEntity row,
        Map<String, String> tags,
        Optional<String> clientToken,
        String dnsName,
        Optional<PublicAddress> address,
        Optional<String> publicDnsName,
        List<SecurityGroupRef> groups,
        Optional<Eni> eni,
        List<Attachment> volumes,
        String order) {
    private static final DateTimeFormatter WIRE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int INDEX_BASE = 100_000;

    /** The filters of DescribeInstances. Properties that instances here never have match nothing. */
    static final Filters<DescribedInstance> FILTERS = EniFilters.addTo(
                    Filters.<DescribedInstance>of(), "network-interface.", DescribedInstance::eni)
            .text("architecture", item -> item.row().architecture())
            .text("availability-zone", item -> item.row().zone().value())
            .texts("block-device-mapping.attach-time", item -> item.ofVolumes(volume -> wire(volume.requestedAt())))
            .texts(
                    "block-device-mapping.delete-on-termination",
                    item -> item.ofVolumes(volume -> Boolean.toString(volume.deleteOnTermination())))
            .texts("block-device-mapping.device-name", item -> item.ofVolumes(Attachment::device))
            .texts("block-device-mapping.status", item -> InstanceRendering.mappings(item.volumes()).stream()
                    .map(mapping -> mapping.ebs().statusAsString())
                    .toList())
            .texts(
                    "block-device-mapping.volume-id",
                    item -> item.ofVolumes(volume -> volume.volume().value()))
            .optional("client-token", DescribedInstance::clientToken)
            .optional("dns-name", DescribedInstance::publicDnsName)
            .text("hypervisor", item -> InstanceRendering.HYPERVISOR)
            .text("image-id", item -> item.row().image().value())
            .text("instance-id", item -> item.row().id().value())
            .texts("instance-lifecycle", item -> List.of())
            .text(
                    "instance-state-code",
                    item -> Integer.toString(item.row().state().code()))
            .text("instance-state-name", item -> item.row().state().apiName())
            .text("instance-type", item -> item.row().instanceType())
            .texts("instance.group-id", DescribedInstance::groupIds)
            .texts("instance.group-name", DescribedInstance::groupNames)
            .texts("group-id", DescribedInstance::groupIds)
            .texts("group-name", DescribedInstance::groupNames)
            .optional("ip-address", item -> item.address().map(PublicAddress::ip))
            .optional("ipv6-address", item -> item.row().ipv6())
            .optional("kernel-id", item -> item.row().kernel().map(ImageId::value))
            .optional("key-name", item -> item.row().keyName())
            .text("launch-index", item -> Integer.toString(item.row().launchIndex()))
            .text("launch-time", item -> wire(item.row().launchedAt()))
            .text(
                    "metadata-options.http-tokens",
                    item -> MetadataRendering.tokens(item.row().metadata().tokensRequired()))
            .text(
                    "metadata-options.http-put-response-hop-limit",
                    item -> Integer.toString(item.row().metadata().hopLimit()))
            .text(
                    "metadata-options.http-endpoint",
                    item -> MetadataRendering.enabled(item.row().metadata().enabled()))
            .text("metadata-options.http-protocol-ipv4", item -> MetadataRendering.enabled(true))
            .text(
                    "metadata-options.http-protocol-ipv6",
                    item -> MetadataRendering.enabled(item.row().metadata().ipv6()))
            .text(
                    "metadata-options.instance-metadata-tags",
                    item -> MetadataRendering.enabled(item.row().metadata().tags()))
            .text("monitoring-state", item -> "disabled")
            .text("owner-id", item -> item.row().account().value())
            .texts("placement-group-name", item -> List.of())
            .texts("platform", item -> List.of())
            .text("private-dns-name", DescribedInstance::dnsName)
            .optional("private-ip-address", item -> item.row().privateIp())
            .texts("product-code", item -> List.of())
            .optional("ramdisk-id", item -> item.row().ramdisk().map(ImageId::value))
            .text("reason", item -> InstanceNames.transitionReason(item.row()))
            .text("requester-id", item -> item.row().account().value())
            .text("reservation-id", item -> item.row().reservation().value())
            .text("root-device-name", item -> item.row().rootDeviceName())
            .text("root-device-type", item -> InstanceRendering.ROOT_DEVICE_TYPE)
            .optional("state-reason-code", item -> item.reason().map(StateReason::code))
            .optional("state-reason-message", item -> item.reason().map(StateReason::message))
            .optional("source-dest-check", item -> item.eni().map(eni -> "true"))
            .optional("subnet-id", item -> item.eni().map(Eni::subnetId))
            .text("tenancy", item -> "default")
            .text("virtualization-type", item -> item.row().virtualizationType())
            .optional("vpc-id", item -> item.eni().map(Eni::vpcId))
            .tags(DescribedInstance::tags)
            .build();

    static DescribedInstance of(
            InstanceEntity row,
            Map<String, String> tags,
            Optional<String> clientToken,
            String dnsName,
            Optional<PublicAddress> address,
            List<SecurityGroupRef> groups,
            Optional<Eni> eni,
            List<Attachment> volumes,
            String region) {
        String order = row.launchedAt().toEpochMilli() + row.reservation().value() + (INDEX_BASE + row.launchIndex());
        return new DescribedInstance(
                row,
                tags,
                clientToken,
                dnsName,
                address,
                address.map(ip -> ip.dnsName(region)),
                groups,
                eni,
                volumes,
                order);
    }

    private List<String> ofVolumes(Function<Attachment, String> property) {
        return volumes.stream().map(property).toList();
    }

    private List<String> groupIds() {
        return groups.stream().map(group -> group.id().value()).toList();
    }

    private List<String> groupNames() {
        return groups.stream().map(SecurityGroupRef::name).toList();
    }

    private Optional<StateReason> reason() {
        return InstanceNames.stateReason(row);
    }

    private static String wire(Instant time) {
        return WIRE.format(time);
    }
}
