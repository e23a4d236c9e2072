package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import io.jarrah.wsdl.types.ClusterDescriptionType;
import io.jarrah.wsdl.types.ClusterPeerType;
import io.jarrah.wsdl.types.NetworkDocumentType;
import io.jarrah.wsdl.types.NetworkSegmentType;
import io.jarrah.wsdl.types.NodeDescriptionType;
import io.jarrah.wsdl.types.NodeNetworkType;
import io.jarrah.wsdl.types.NodeRegistrationType;
import io.jarrah.wsdl.types.NodeRegistryType;
import io.jarrah.wsdl.types.NodeStatusType;
import java.util.Optional;

/** Maps clusters, nodes and networks. */
final class ClusterTypes {
    private ClusterTypes() {}

    static ClusterDescriptionType toWire(ClusterDescription cluster) {
        ClusterDescriptionType wire = new ClusterDescriptionType();
        wire.setTunnelAddress(cluster.tunnelAddress());
        wire.setInCharge(cluster.inCharge());
        wire.setNetworkGeneration(cluster.networkGeneration());
        wire.setNodesGeneration(cluster.nodesGeneration());
        return wire;
    }

    static ClusterDescription fromWire(ClusterDescriptionType wire) {
        return new ClusterDescription(
                wire.getTunnelAddress(), wire.isInCharge(), wire.getNetworkGeneration(), wire.getNodesGeneration());
    }

    static NodeStatusType toWire(NodeStatus node) {
        NodeStatusType wire = new NodeStatusType();
        wire.setName(node.name().value());
        wire.setHealth(BasicTypes.toWire(node.health()));
        wire.setMessage(BasicTypes.text(node.message()));
        wire.setSince(node.since());
        wire.setHypervisor(node.hypervisor());
        wire.setTotal(BasicTypes.toWire(node.total()));
        wire.setAvailable(BasicTypes.toWire(node.available()));
        return wire;
    }

    static NodeStatus fromWire(NodeStatusType wire) {
        return read(() -> new NodeStatus(
                new NodeName(wire.getName()),
                BasicTypes.fromWire(wire.getHealth()),
                wire.getMessage(),
                wire.getSince(),
                wire.getHypervisor(),
                BasicTypes.fromWire(wire.getTotal()),
                BasicTypes.fromWire(wire.getAvailable())));
    }

    static NodeDescriptionType toWire(NodeDescription node) {
        NodeDescriptionType wire = new NodeDescriptionType();
        wire.setHypervisor(node.hypervisor());
        wire.setHealth(BasicTypes.toWire(node.health()));
        wire.setMessage(BasicTypes.text(node.message()));
        wire.setTotal(BasicTypes.toWire(node.total()));
        wire.setUsed(BasicTypes.toWire(node.used()));
        wire.setTunnelAddress(node.tunnelAddress());
        wire.getUnknownDomain().addAll(node.unknownDomains());
        return wire;
    }

    static NodeDescription fromWire(NodeDescriptionType wire) {
        return read(() -> new NodeDescription(
                wire.getHypervisor(),
                BasicTypes.fromWire(wire.getHealth()),
                wire.getMessage(),
                BasicTypes.fromWire(wire.getTotal()),
                BasicTypes.fromWire(wire.getUsed()),
                wire.getTunnelAddress(),
                wire.getUnknownDomain()));
    }

    static NodeRegistryType toWire(NodeRegistry registry) {
        NodeRegistryType wire = new NodeRegistryType();
        wire.setGeneration(registry.generation());
        for (NodeRegistration node : registry.nodes()) {
            NodeRegistrationType item = new NodeRegistrationType();
            item.setName(node.name().value());
            item.setEndpoint(node.endpoint().toString());
            item.setCertificateSha256(node.certificateSha256());
            wire.getNode().add(item);
        }
        return wire;
    }

    static NodeRegistry fromWire(NodeRegistryType wire) {
        return read(() -> new NodeRegistry(
                wire.getGeneration(),
                map(
                        wire.getNode(),
                        node -> new NodeRegistration(
                                new NodeName(node.getName()),
                                BasicTypes.uri(node.getEndpoint()),
                                node.getCertificateSha256()))));
    }

    static NetworkSegmentType toWire(NetworkSegment segment) {
        NetworkSegmentType wire = new NetworkSegmentType();
        wire.setId(segment.id().value());
        wire.setAccountId(segment.accountId().value());
        wire.setSegment(segment.segment());
        wire.setCidr(segment.cidr());
        wire.setMtu(segment.mtu());
        segment.cidr6().ifPresent(wire::setCidr6);
        return wire;
    }

    static NetworkSegment fromWire(NetworkSegmentType wire) {
        return read(() -> new NetworkSegment(
                new NetworkId(wire.getId()),
                new AccountId(wire.getAccountId()),
                wire.getSegment(),
                wire.getCidr(),
                wire.getMtu(),
                Optional.ofNullable(wire.getCidr6())));
    }

    static ClusterPeerType toWire(ClusterPeer peer) {
        ClusterPeerType wire = new ClusterPeerType();
        wire.setCluster(peer.cluster().value());
        wire.setTunnelAddress(peer.tunnelAddress());
        wire.getPrefix().addAll(peer.prefixes());
        return wire;
    }

    static ClusterPeer fromWire(ClusterPeerType wire) {
        return read(
                () -> new ClusterPeer(new ClusterName(wire.getCluster()), wire.getTunnelAddress(), wire.getPrefix()));
    }

    static NetworkDocumentType toWire(NetworkDocument document) {
        NetworkDocumentType wire = new NetworkDocumentType();
        wire.setGeneration(document.generation());
        document.segments().forEach(segment -> wire.getSegment().add(toWire(segment)));
        document.endpoints().forEach(endpoint -> wire.getEndpoint().add(FirewallTypes.toWire(endpoint)));
        document.groups().forEach(group -> wire.getGroup().add(FirewallTypes.toWire(group)));
        document.peers().forEach(peer -> wire.getPeer().add(toWire(peer)));
        return wire;
    }

    static NetworkDocument fromWire(NetworkDocumentType wire) {
        return new NetworkDocument(
                wire.getGeneration(),
                map(wire.getSegment(), ClusterTypes::fromWire),
                map(wire.getEndpoint(), FirewallTypes::fromWire),
                map(wire.getGroup(), FirewallTypes::fromWire),
                map(wire.getPeer(), ClusterTypes::fromWire));
    }

    static NodeNetworkType toWire(NodeNetwork network) {
        NodeNetworkType wire = new NodeNetworkType();
        wire.setGeneration(network.generation());
        network.segments().forEach(segment -> wire.getSegment().add(toWire(segment)));
        wire.getTunnelPeer().addAll(network.tunnelPeers());
        network.endpoints().forEach(endpoint -> wire.getEndpoint().add(FirewallTypes.toWire(endpoint)));
        network.groups().forEach(group -> wire.getGroup().add(FirewallTypes.toWire(group)));
        return wire;
    }

    static NodeNetwork fromWire(NodeNetworkType wire) {
        return new NodeNetwork(
                wire.getGeneration(),
                map(wire.getSegment(), ClusterTypes::fromWire),
                wire.getTunnelPeer(),
                map(wire.getEndpoint(), FirewallTypes::fromWire),
                map(wire.getGroup(), FirewallTypes::fromWire));
    }
}
