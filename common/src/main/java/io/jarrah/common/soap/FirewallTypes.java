package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.wsdl.types.NetworkEndpointType;
import io.jarrah.wsdl.types.SecurityGroupType;
import io.jarrah.wsdl.types.SecurityRuleType;
import java.util.Optional;

/** Maps what the firewalls of cluster and node are told. */
final class FirewallTypes {
    private FirewallTypes() {}

    static NetworkEndpointType toWire(NetworkEndpoint endpoint) {
        NetworkEndpointType wire = new NetworkEndpointType();
        wire.setInstanceId(endpoint.instanceId().value());
        wire.setNetwork(endpoint.network().value());
        wire.setMac(endpoint.mac());
        wire.setPrivateIp(endpoint.privateIp());
        wire.setHostname(endpoint.hostname());
        endpoint.groups().forEach(group -> wire.getGroup().add(group.value()));
        endpoint.publicIp().ifPresent(wire::setPublicIp);
        endpoint.ipv6().ifPresent(wire::setIpv6);
        return wire;
    }

    static NetworkEndpoint fromWire(NetworkEndpointType wire) {
        return read(() -> new NetworkEndpoint(
                new InstanceId(wire.getInstanceId()),
                new NetworkId(wire.getNetwork()),
                wire.getMac(),
                wire.getPrivateIp(),
                wire.getHostname(),
                map(wire.getGroup(), SecurityGroupId::new),
                Optional.ofNullable(wire.getPublicIp()),
                Optional.ofNullable(wire.getIpv6())));
    }

    static SecurityGroupType toWire(SecurityGroup group) {
        SecurityGroupType wire = new SecurityGroupType();
        wire.setId(group.id().value());
        group.rules().forEach(rule -> wire.getRule().add(toWire(rule)));
        wire.getMember().addAll(group.members());
        return wire;
    }

    static SecurityGroup fromWire(SecurityGroupType wire) {
        return read(() -> new SecurityGroup(
                new SecurityGroupId(wire.getId()), map(wire.getRule(), FirewallTypes::fromWire), wire.getMember()));
    }

    static SecurityRuleType toWire(SecurityRule rule) {
        SecurityRuleType wire = new SecurityRuleType();
        wire.setEgress(rule.egress());
        wire.setProtocol(rule.protocol());
        wire.setFrom(rule.from());
        wire.setTo(rule.to());
        rule.cidr().ifPresent(wire::setCidr);
        rule.group().map(SecurityGroupId::value).ifPresent(wire::setGroup);
        return wire;
    }

    static SecurityRule fromWire(SecurityRuleType wire) {
        return new SecurityRule(
                wire.isEgress(),
                wire.getProtocol(),
                wire.getFrom(),
                wire.getTo(),
                Optional.ofNullable(wire.getCidr()),
                Optional.ofNullable(wire.getGroup()).map(SecurityGroupId::new));
    }
}
