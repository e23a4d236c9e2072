package io.jarrah.clc.vpc.op;

import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceNames;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;

/**
 * Makes the interfaces of one answer. The ids of VPC and subnet are digests, and most instances of an answer share them, so
 * each is worked out once. Not safe for use by several threads.
 */
public final class EniRendering {
    private record Place(AccountId account, ClusterName zone) {}

    private final String region;
    private final Map<AccountId, String> vpcs = new HashMap<>();
    private final Map<Place, String> subnets = new HashMap<>();

    /** For one answer in that region. */
    public EniRendering(String region) {
        this.region = region;
    }

    /** The interface of an instance; empty once the instance is terminated. */
    public Optional<Eni> eni(InstanceEntity row, Optional<PublicAddress> address, List<SecurityGroupRef> groups) {
        Optional<String> mac = row.mac();
        Optional<String> privateIp = row.privateIp();
        if (mac.isEmpty() || privateIp.isEmpty()) {
            return Optional.empty();
        }
        InstanceId id = row.id();
        Place place = new Place(row.account(), row.zone());
        return Optional.of(new Eni(
                DefaultVpc.networkInterface(id),
                DefaultVpc.attachment(id),
                id,
                place.account(),
                place.zone().value(),
                vpcs.computeIfAbsent(place.account(), DefaultVpc::vpc),
                subnets.computeIfAbsent(place, at -> DefaultVpc.subnet(at.account(), at.zone())),
                mac.get(),
                privateIp.get(),
                InstanceNames.privateDnsName(row, region),
                row.launchedAt(),
                row.state() == InstanceState.PENDING ? "attaching" : "attached",
                groups.stream().map(EniRendering::identifier).toList(),
                address.map(open -> Eni.Association.of(open, region)),
                row.ipv6()));
    }

    /** A group as interfaces and instances name it. */
    public static GroupIdentifier identifier(SecurityGroupRef group) {
        return GroupIdentifier.builder()
                .groupId(group.id().value())
                .groupName(group.name())
                .build();
    }
}
