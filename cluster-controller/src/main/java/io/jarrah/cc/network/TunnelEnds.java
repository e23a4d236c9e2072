package io.jarrah.cc.network;

import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may send tunnels here, by IPv4 address.
 *
 * @param nodes of this cluster
 * @param peers controllers of other clusters
 */
public record TunnelEnds(Set<String> nodes, Set<String> peers) {
    public TunnelEnds {
        nodes = Set.copyOf(nodes);
        peers = Set.copyOf(peers);
    }

    /** As the document and the nodes say. */
    public static TunnelEnds of(NetworkDocument document, Collection<String> nodes, String tunnelAddress) {
        return new TunnelEnds(
                Set.copyOf(nodes),
                TransitPlanner.peers(document, tunnelAddress).stream()
                        .map(ClusterPeer::tunnelAddress)
                        .collect(Collectors.toSet()));
    }
}
