package io.jarrah.common.contract;

import java.util.Comparator;
import java.util.List;

/**
 * What one node must connect and guard: the segments its instances are in, the tunnel ends they reach, and what their security
 * groups permit.
 *
 * @param generation a lower one than applied is ignored
 * @param segments segments this node takes part in
 * @param tunnelPeers IPv4 addresses of the cluster controller and of every other node; static VXLAN flood entries
 * @param endpoints the instances placed on this node; a guest that is not among them can send and receive nothing
 * @param groups every security group of these instances, and every group that a rule of those names, each once
 */
public record NodeNetwork(
        long generation,
        List<NetworkSegment> segments,
        List<String> tunnelPeers,
        List<NetworkEndpoint> endpoints,
        List<SecurityGroup> groups) {
    /** No networks yet. */
    public static final NodeNetwork EMPTY = new NodeNetwork(0, List.of(), List.of(), List.of(), List.of());

    public NodeNetwork {
        segments = Ordered.copy(segments, NetworkSegment.ORDER);
        tunnelPeers = Ordered.copy(tunnelPeers, Comparator.naturalOrder());
        endpoints = Ordered.copy(endpoints, NetworkEndpoint.ORDER);
        groups = Ordered.copy(groups, SecurityGroup.ORDER);
    }
}
