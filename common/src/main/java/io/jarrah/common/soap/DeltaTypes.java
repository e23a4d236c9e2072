package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.GroupDelta;
import io.jarrah.common.contract.NetworkChange;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.wsdl.types.GroupDeltaType;
import io.jarrah.wsdl.types.NetworkDeltaType;

/** Maps changes of networks. */
final class DeltaTypes {
    private DeltaTypes() {}

    static NetworkDeltaType toWire(NetworkDelta delta) {
        NetworkDeltaType wire = new NetworkDeltaType();
        wire.setBase(delta.base());
        wire.setGeneration(delta.generation());
        wire.setDigest(delta.digest());
        delta.segments().removed().forEach(id -> wire.getRemovedSegment().add(id.value()));
        delta.segments().put().forEach(segment -> wire.getSegment().add(ClusterTypes.toWire(segment)));
        delta.endpoints().removed().forEach(id -> wire.getRemovedEndpoint().add(id.value()));
        delta.endpoints().put().forEach(endpoint -> wire.getEndpoint().add(FirewallTypes.toWire(endpoint)));
        delta.removedGroups().forEach(id -> wire.getRemovedGroup().add(id.value()));
        delta.groups().forEach(group -> wire.getGroup().add(toWire(group)));
        wire.getRemovedTunnelPeer().addAll(delta.tunnelPeers().removed());
        wire.getTunnelPeer().addAll(delta.tunnelPeers().put());
        delta.peers().removed().forEach(cluster -> wire.getRemovedPeer().add(cluster.value()));
        delta.peers().put().forEach(peer -> wire.getPeer().add(ClusterTypes.toWire(peer)));
        return wire;
    }

    static NetworkDelta fromWire(NetworkDeltaType wire) {
        return read(() -> new NetworkDelta(
                wire.getBase(),
                wire.getGeneration(),
                wire.getDigest(),
                new NetworkChange<>(
                        map(wire.getRemovedSegment(), NetworkId::new), map(wire.getSegment(), ClusterTypes::fromWire)),
                new NetworkChange<>(
                        map(wire.getRemovedEndpoint(), InstanceId::new),
                        map(wire.getEndpoint(), FirewallTypes::fromWire)),
                map(wire.getRemovedGroup(), SecurityGroupId::new),
                map(wire.getGroup(), DeltaTypes::fromWire),
                new NetworkChange<>(wire.getRemovedTunnelPeer(), wire.getTunnelPeer()),
                new NetworkChange<>(
                        map(wire.getRemovedPeer(), ClusterName::new), map(wire.getPeer(), ClusterTypes::fromWire))));
    }

    private static GroupDeltaType toWire(GroupDelta group) {
        GroupDeltaType wire = new GroupDeltaType();
        wire.setId(group.id().value());
        group.rules().removed().forEach(rule -> wire.getRemovedRule().add(FirewallTypes.toWire(rule)));
        group.rules().put().forEach(rule -> wire.getRule().add(FirewallTypes.toWire(rule)));
        wire.getRemovedMember().addAll(group.members().removed());
        wire.getMember().addAll(group.members().put());
        return wire;
    }

    private static GroupDelta fromWire(GroupDeltaType wire) {
        return new GroupDelta(
                new SecurityGroupId(wire.getId()),
                new NetworkChange<>(
                        map(wire.getRemovedRule(), FirewallTypes::fromWire),
                        map(wire.getRule(), FirewallTypes::fromWire)),
                new NetworkChange<>(wire.getRemovedMember(), wire.getMember()));
    }
}
