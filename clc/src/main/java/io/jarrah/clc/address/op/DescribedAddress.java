package io.jarrah.clc.address.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.InstanceId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Address;

/**
 * An elastic address with what its row does not hold.
 *
 * @param address the address
 * @param privateIp of the instance it leads to
 * @param region the region
 * @param tags by key
 */
record DescribedAddress(PublicAddress address, Optional<String> privateIp, String region, Map<String, String> tags) {
    /** The filters of DescribeAddresses. */
    static final Filters<DescribedAddress> FILTERS = Filters.<DescribedAddress>of()
            .text("allocation-id", DescribedAddress::allocation)
            .optional("association-id", item -> item.address().association().map(AssociationId::value))
            .text("domain", item -> AllocateAddress.DOMAIN)
            .optional("instance-id", item -> item.address().instance().map(InstanceId::value))
            .text("network-border-group", DescribedAddress::region)
            .optional("network-interface-id", DescribedAddress::networkInterface)
            .optional("network-interface-owner-id", DescribedAddress::interfaceOwner)
            .optional("private-ip-address", DescribedAddress::privateIp)
            .text("public-ip", item -> item.address().ip())
            .tags(DescribedAddress::tags)
            .build();

    static DescribedAddress of(
            CallContext context, PublicAddress address, Map<InstanceId, String> privateIps, Map<String, String> tags) {
        return new DescribedAddress(
                address,
                address.instance().flatMap(id -> Optional.ofNullable(privateIps.get(id))),
                context.region(),
                tags);
    }

    String allocation() {
        return address.allocation().map(AllocationId::value).orElse("");
    }

    private Optional<String> networkInterface() {
        return address.instance().map(DefaultVpc::networkInterface);
    }

    private Optional<String> interfaceOwner() {
        return address.instance().map(id -> address.account().value());
    }

    Address render() {
        return Address.builder()
                .publicIp(address.ip())
                .allocationId(allocation())
                .domain(AllocateAddress.DOMAIN)
                .publicIpv4Pool(AllocateAddress.POOL)
                .networkBorderGroup(region)
                .instanceId(address.instance().map(InstanceId::value).orElse(null))
                .associationId(address.association().map(AssociationId::value).orElse(null))
                .networkInterfaceId(networkInterface().orElse(null))
                .networkInterfaceOwnerId(interfaceOwner().orElse(null))
                .privateIpAddress(privateIp.orElse(null))
                .tags(TagSpecifications.toList(tags))
                .build();
    }
}
