package io.jarrah.clc.instance.op;

import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceNames;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.volume.AttachmentState;
import io.jarrah.clc.vpc.op.Eni;
import io.jarrah.clc.vpc.op.EniRendering;
import io.jarrah.common.id.ImageId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CpuOptions;
import software.amazon.awssdk.services.ec2.model.EbsInstanceBlockDevice;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.Monitoring;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.StateReason;

/** Instances as EC2's answers show them. Lists that are empty are set deliberately, for clients that demand the element. */
final class InstanceRendering {
    /** EC2 knows no other value that clients accept; it says so for its own KVM as well. */
    static final String HYPERVISOR = "xen";

    static final String ROOT_DEVICE_TYPE = "instance-store";

    private static final Monitoring UNMONITORED =
            Monitoring.builder().state("disabled").build();

    private final String region;
    private final Instant now;
    private final EniRendering enis;

    InstanceRendering(String region, Instant now) {
        this.region = region;
        this.now = now;
        this.enis = new EniRendering(region);
    }

    /** The network interface of an instance; empty once it is terminated. */
    Optional<Eni> eni(InstanceEntity row, Optional<PublicAddress> address, List<SecurityGroupRef> groups) {
        return enis.eni(row, address, groups);
    }

    Instance instance(
            InstanceEntity row,
            Map<String, String> tags,
            Optional<String> clientToken,
            Optional<PublicAddress> address,
            List<SecurityGroupRef> groups,
            Optional<Eni> eni,
            List<Attachment> volumes) {
        return Instance.builder()
                .instanceId(row.id().value())
                .imageId(row.image().value())
                .kernelId(row.kernel().map(ImageId::value).orElse(null))
                .ramdiskId(row.ramdisk().map(ImageId::value).orElse(null))
                .state(state(row.state()))
                .stateTransitionReason(InstanceNames.transitionReason(row))
                .stateReason(stateReason(row).orElse(null))
                .privateDnsName(privateDnsName(row))
                .publicDnsName(address.map(this::publicDnsName).orElse(""))
                .publicIpAddress(address.map(PublicAddress::ip).orElse(null))
                .privateIpAddress(row.privateIp().orElse(null))
                .ipv6Address(row.ipv6().orElse(null))
                .keyName(row.keyName().orElse(null))
                .amiLaunchIndex(row.launchIndex())
                .productCodes(List.of())
                .instanceType(row.instanceType())
                .launchTime(row.launchedAt())
                .placement(Placement.builder()
                        .availabilityZone(row.zone().value())
                        .groupName("")
                        .tenancy("default")
                        .build())
                .monitoring(UNMONITORED)
                .architecture(row.architecture())
                .rootDeviceName(row.rootDeviceName())
                .rootDeviceType(ROOT_DEVICE_TYPE)
                .blockDeviceMappings(mappings(volumes))
                .virtualizationType(row.virtualizationType())
                .clientToken(clientToken.orElse(""))
                .tags(TagSpecifications.toList(tags))
                .securityGroups(identifiers(groups))
                .vpcId(eni.map(Eni::vpcId).orElse(null))
                .subnetId(eni.map(Eni::subnetId).orElse(null))
                .sourceDestCheck(eni.map(has -> true).orElse(null))
                .networkInterfaces(eni.map(Eni::ofInstance).stream().toList())
                .hypervisor(HYPERVISOR)
                .ebsOptimized(false)
                .enaSupport(false)
                .cpuOptions(CpuOptions.builder()
                        .coreCount(row.capacity().vcpus())
                        .threadsPerCore(1)
                        .build())
                .metadataOptions(MetadataRendering.options(row, now))
                .build();
    }

    static software.amazon.awssdk.services.ec2.model.InstanceState state(InstanceState state) {
        return software.amazon.awssdk.services.ec2.model.InstanceState.builder()
                .code(state.code())
                .name(state.apiName())
                .build();
    }

    static InstanceStateChange change(InstanceEntity row, InstanceState before) {
        return InstanceStateChange.builder()
                .instanceId(row.id().value())
                .previousState(state(before))
                .currentState(state(row.state()))
                .build();
    }

    /** Groups as instances and their interfaces show them. */
    static List<GroupIdentifier> identifiers(List<SecurityGroupRef> groups) {
        return groups.stream().map(EniRendering::identifier).toList();
    }

    /** Volumes as instances show them. The root disk is no volume. */
    static List<InstanceBlockDeviceMapping> mappings(List<Attachment> volumes) {
        return volumes.stream()
                .map(volume -> InstanceBlockDeviceMapping.builder()
                        .deviceName(volume.device())
                        .ebs(EbsInstanceBlockDevice.builder()
                                .volumeId(volume.volume().value())
                                // EC2 knows busy volumes, but no busy block devices.
                                .status(
                                        volume.state() == AttachmentState.BUSY
                                                ? AttachmentState.DETACHING.apiName()
                                                : volume.state().apiName())
                                .attachTime(volume.requestedAt())
                                .deleteOnTermination(volume.deleteOnTermination())
                                .build())
                        .build())
                .toList();
    }

    String privateDnsName(InstanceEntity row) {
        return row.privateIp().isEmpty() ? "" : InstanceNames.privateDnsName(row, region);
    }

    String publicDnsName(PublicAddress address) {
        return address.dnsName(region);
    }

    private static Optional<StateReason> stateReason(InstanceEntity row) {
        return InstanceNames.stateReason(row).map(reason -> StateReason.builder()
                .code(reason.code())
                .message(reason.message())
                .build());
    }
}
