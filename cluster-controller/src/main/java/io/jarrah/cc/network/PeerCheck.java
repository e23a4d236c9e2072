package io.jarrah.cc.network;

import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refuses prefixes that are not unique in the cloud, and peers that could not be reached. */
final class PeerCheck {
    private static final int MAX_PEERS = 256;
    private static final int MAX_PREFIXES = 65_536;

    /** Whose a prefix is. */
    private record Owned(String owner, Ipv4Prefix prefix) {}

    private PeerCheck() {}

    /**
     * Passes networks and peers whose prefixes do not overlap: the metadata relay tells instances apart by their addresses, and
     * a packet goes to one cluster.
     *
     * @param own prefixes of the networks here
     * @return prefixes of the peers
     * @throws io.jarrah.common.contract.ServiceException INVALID, naming the first thing that is wrong
     */
    static List<Ipv4Prefix> require(List<ClusterPeer> peers, Map<NetworkId, Ipv4Prefix> own) {
        if (peers.size() > MAX_PEERS
                || peers.stream().mapToInt(peer -> peer.prefixes().size()).sum() > MAX_PREFIXES) {
            throw DocumentCheck.invalid(
                    "it has more than " + MAX_PEERS + " peers or more than " + MAX_PREFIXES + " prefixes of peers");
        }
        List<Owned> all = new ArrayList<>();
        own.forEach((network, prefix) -> all.add(new Owned(network.value(), prefix)));
        List<Ipv4Prefix> theirs = new ArrayList<>();
        Set<ClusterName> names = new HashSet<>();
        for (ClusterPeer peer : peers) {
            if (!names.add(peer.cluster())) {
                throw DocumentCheck.invalid("cluster " + peer.cluster() + " is given twice");
            }
            for (String cidr : peer.prefixes()) {
                Ipv4Prefix prefix = prefix(peer, cidr);
                theirs.add(prefix);
                all.add(new Owned("cluster " + peer.cluster(), prefix));
            }
        }
        all.sort(Comparator.comparingLong(
                owned -> Integer.toUnsignedLong(owned.prefix().base())));
        requireDisjoint(all);
        requireTunnels(peers, all);
        return theirs;
    }

    private static Ipv4Prefix prefix(ClusterPeer peer, String cidr) {
        try {
            return Ipv4Prefix.parse(cidr);
        } catch (IllegalArgumentException e) {
            throw DocumentCheck.invalid("cluster " + peer.cluster() + ": " + e.getMessage());
        }
    }

    private static void requireDisjoint(List<Owned> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            Owned one = sorted.get(i - 1);
            Owned next = sorted.get(i);
            if (one.prefix().overlaps(next.prefix())) {
                throw DocumentCheck.invalid("the prefixes " + one.prefix() + " of " + one.owner() + " and "
                        + next.prefix() + " of " + next.owner() + " overlap");
            }
        }
    }

    /** A tunnel whose end lies in a network that is reached by tunnels would be sent into itself. */
    private static void requireTunnels(List<ClusterPeer> peers, List<Owned> all) {
        Set<String> ends = new HashSet<>();
        for (ClusterPeer peer : peers) {
            Optional<Integer> end = Ipv4Prefix.address(peer.tunnelAddress());
            if (end.filter(Ipv4Prefix::isUnicast).isEmpty()) {
                throw DocumentCheck.invalid(
                        "tunnels to cluster " + peer.cluster() + " cannot end at \"" + peer.tunnelAddress() + "\"");
            }
            if (!ends.add(peer.tunnelAddress())) {
                throw DocumentCheck.invalid("tunnels to two clusters end at " + peer.tunnelAddress());
            }
            all.stream()
                    .filter(owned -> owned.prefix().contains(end.get()))
                    .findFirst()
                    .ifPresent(owned -> {
                        throw DocumentCheck.invalid("tunnels to cluster " + peer.cluster() + " end at "
                                + peer.tunnelAddress() + ", inside the tenants' network " + owned.prefix());
                    });
        }
    }
}
