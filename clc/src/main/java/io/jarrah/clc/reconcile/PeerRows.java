package io.jarrah.clc.reconcile;

import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.network.Networks;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.id.ClusterName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Reads what one cluster is told of the others. */
final class PeerRows {
    private PeerRows() {}

    /** Every other cluster that has a network and whose controller has tunnels, by name. */
    static List<ClusterPeer> of(Session session, ClusterName here) {
        List<ClusterEntity> others = Clusters.withTunnels(session).stream()
                .filter(row -> !row.name().equals(here))
                .toList();
        if (others.isEmpty()) {
            return List.of();
        }
        Map<ClusterName, List<String>> prefixes = Networks.prefixes(session);
        List<ClusterPeer> peers = new ArrayList<>();
        for (ClusterEntity other : others) {
            List<String> theirs = prefixes.getOrDefault(other.name(), List.of());
            if (!theirs.isEmpty()) {
                peers.add(new ClusterPeer(other.name(), other.tunnelAddress().orElseThrow(), theirs));
            }
        }
        return peers;
    }
}
