package io.jarrah.common.contract;

import java.util.List;

/**
 * What one node must connect: the segments its instances are in and the tunnel ends they reach.
 *
 * @param generation a lower one than applied is ignored
 * @param segments segments this node takes part in
 * @param tunnelPeers IPv4 addresses of the cluster controller and of every other node; static VXLAN flood entries
 */
public record NodeNetwork(long generation, List<NetworkSegment> segments, List<String> tunnelPeers) {
    public NodeNetwork {
        segments = List.copyOf(segments);
        tunnelPeers = List.copyOf(tunnelPeers);
    }
}
