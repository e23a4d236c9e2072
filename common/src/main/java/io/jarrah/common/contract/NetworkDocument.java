package io.jarrah.common.contract;

import java.util.List;

/**
 * The whole network of a cluster: a pure function of the cloud controller's rows, applied as one. Its lists are in one order, so that
 * documents that mean the same are equal.
 *
 * @param generation a lower one than applied is ignored
 * @param segments every network with an instance in this cluster
 * @param endpoints every instance that is not terminated
 * @param groups every security group of these instances, and every group that a rule of those names, each once
 * @param peers the other clusters whose networks are reached from here
 */
public record NetworkDocument(
        long generation,
        List<NetworkSegment> segments,
        List<NetworkEndpoint> endpoints,
        List<SecurityGroup> groups,
        List<ClusterPeer> peers) {
    /** No networks yet. */
    public static final NetworkDocument EMPTY = new NetworkDocument(0, List.of(), List.of(), List.of());

    public NetworkDocument {
        segments = Ordered.copy(segments, NetworkSegment.ORDER);
        endpoints = Ordered.copy(endpoints, NetworkEndpoint.ORDER);
        groups = Ordered.copy(groups, SecurityGroup.ORDER);
        peers = Ordered.copy(peers, ClusterPeer.ORDER);
    }

    /** The document of a cloud's only cluster. */
    public NetworkDocument(
            long generation,
            List<NetworkSegment> segments,
            List<NetworkEndpoint> endpoints,
            List<SecurityGroup> groups) {
        this(generation, segments, endpoints, groups, List.of());
    }
}
