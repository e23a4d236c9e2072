package io.jarrah.clc.vpc.op;

import io.jarrah.clc.address.PublicAddress;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceIpv6Address;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.InstancePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceIpv6Address;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;

/**
 * The one network interface of an instance: made with it, gone with it. It is shown twice, by itself and as a part of its instance, and
 * this is the one place that says what both show. Its groups and its public address come with {@link EniRendering}.
 *
 * @param id such as eni-0123456789abcdef0
 * @param attachmentId such as eni-attach-0123456789abcdef0
 * @param instance the instance
 * @param owner the account
 * @param zone name of the zone
 * @param vpcId the VPC
 * @param subnetId the subnet
 * @param mac d0:0d:xx:xx:xx:xx
 * @param privateIp dotted
 * @param dnsName host name with domain
 * @param attachedAt when the instance was launched
 * @param attachment attaching or attached
 * @param groups its security groups
 * @param association its public address
 * @param ipv6 its IPv6 address
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html">NetworkInterface</a>
 */
public record Eni(
        String id,
        String attachmentId,
        InstanceId instance,
        AccountId owner,
        String zone,
        String vpcId,
        String subnetId,
        String mac,
        String privateIp,
        String dnsName,
        Instant attachedAt,
        String attachment,
        List<GroupIdentifier> groups,
        Optional<Association> association,
        Optional<String> ipv6) {
    static final String STATUS = "in-use";
    static final String TYPE = "interface";

    /**
     * A public address as an interface shows it.
     *
     * @param publicIp dotted
     * @param publicDnsName its name; empty when it has none
     * @param ipOwner account of an allocated address, {@code amazon} for one that came with the launch
     * @param allocationId of an allocated address
     * @param associationId of an allocated address
     */
    public record Association(
            String publicIp,
            String publicDnsName,
            String ipOwner,
            Optional<String> allocationId,
            Optional<String> associationId) {
        static Association of(PublicAddress address, String region) {
            return new Association(
                    address.ip(),
                    address.dnsName(region),
                    address.ipOwner(),
                    address.allocation().map(AllocationId::value),
                    address.association().map(AssociationId::value));
        }
    }

    public Eni {
        groups = List.copyOf(groups);
    }

    /** As DescribeInstances shows it. */
    public InstanceNetworkInterface ofInstance() {
        InstanceNetworkInterfaceAssociation shown = association
                .map(address -> InstanceNetworkInterfaceAssociation.builder()
                        .publicIp(address.publicIp())
                        .publicDnsName(address.publicDnsName())
                        .ipOwnerId(address.ipOwner())
                        .build())
                .orElse(null);
        return InstanceNetworkInterface.builder()
                .networkInterfaceId(id)
                .subnetId(subnetId)
                .vpcId(vpcId)
                .description("")
                .ownerId(owner.value())
                .status(STATUS)
                .macAddress(mac)
                .privateIpAddress(privateIp)
                .privateDnsName(dnsName)
                .sourceDestCheck(true)
                .groups(groups)
                .attachment(InstanceNetworkInterfaceAttachment.builder()
                        .attachmentId(attachmentId)
                        .deviceIndex(0)
                        .networkCardIndex(0)
                        .status(attachment)
                        .attachTime(attachedAt)
                        .deleteOnTermination(true)
                        .build())
                .association(shown)
                .privateIpAddresses(InstancePrivateIpAddress.builder()
                        .privateIpAddress(privateIp)
                        .privateDnsName(dnsName)
                        .primary(true)
                        .association(shown)
                        .build())
                .ipv6Addresses(ipv6
                        .map(address -> InstanceIpv6Address.builder()
                                .ipv6Address(address)
                                .isPrimaryIpv6(false)
                                .build())
                        .stream()
                        .toList())
                .interfaceType(TYPE)
                .build();
    }

    /** As DescribeNetworkInterfaces shows it, but for its tags. */
    NetworkInterface.Builder byItself() {
        NetworkInterfaceAssociation shown = association
                .map(address -> NetworkInterfaceAssociation.builder()
                        .publicIp(address.publicIp())
                        .publicDnsName(address.publicDnsName())
                        .ipOwnerId(address.ipOwner())
                        .allocationId(address.allocationId().orElse(null))
                        .associationId(address.associationId().orElse(null))
                        .build())
                .orElse(null);
        return NetworkInterface.builder()
                .networkInterfaceId(id)
                .subnetId(subnetId)
                .vpcId(vpcId)
                .availabilityZone(zone)
                .availabilityZoneId(zone)
                .description("")
                .ownerId(owner.value())
                .requesterManaged(false)
                .status(STATUS)
                .macAddress(mac)
                .privateIpAddress(privateIp)
                .privateDnsName(dnsName)
                .sourceDestCheck(true)
                .groups(groups)
                .attachment(attached())
                .association(shown)
                .privateIpAddresses(NetworkInterfacePrivateIpAddress.builder()
                        .privateIpAddress(privateIp)
                        .privateDnsName(dnsName)
                        .primary(true)
                        .association(shown)
                        .build())
                .ipv6Address(ipv6.orElse(null))
                .ipv6Addresses(ipv6
                        .map(address -> NetworkInterfaceIpv6Address.builder()
                                .ipv6Address(address)
                                .isPrimaryIpv6(false)
                                .build())
                        .stream()
                        .toList())
                .interfaceType(TYPE);
    }

    NetworkInterfaceAttachment attached() {
        return NetworkInterfaceAttachment.builder()
                .attachmentId(attachmentId)
                .instanceId(instance.value())
                .instanceOwnerId(owner.value())
                .deviceIndex(0)
                .networkCardIndex(0)
                .status(attachment)
                .attachTime(attachedAt)
                .deleteOnTermination(true)
                .build();
    }
}
