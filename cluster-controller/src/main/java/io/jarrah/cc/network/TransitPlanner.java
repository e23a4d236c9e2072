package io.jarrah.cc.network;

import io.jarrah.cc.os.ForwardingEntry;
import io.jarrah.cc.os.Link;
import io.jarrah.cc.os.Neighbour;
import io.jarrah.cc.os.Route;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The difference between what joins this cluster to the others and what should: one VXLAN interface, on which every peer is a
 * neighbour with its tunnel address, at a MAC address made of that, and a route to each of its prefixes. Nothing is learnt, asked for or
 * flooded. Pure.
 */
public final class TransitPlanner {
    /** The interface's name. */
    static final String DEVICE = "jtransit";

    /** Another port than that of the nodes' tunnels, so that plain rules can tell who may send there. */
    static final int PORT = 8472;

    /** No tenant's network has it. */
    static final int VNI = 16_777_215;

    /** What VXLAN puts before a packet: Ethernet, VXLAN, UDP and IPv4 headers. */
    private static final int OVERHEAD = 50;

    private static final String MAC = "0e:4a:";

    /**
     * What there is on the interface.
     *
     * @param routes out of it
     * @param neighbours on it
     * @param entries of its forwarding table
     */
    public record Present(List<Route> routes, List<Neighbour> neighbours, List<ForwardingEntry> entries) {
        /** Nothing. */
        static final Present NOTHING = new Present(List.of(), List.of(), List.of());

        public Present {
            routes = List.copyOf(routes);
            neighbours = List.copyOf(neighbours);
            entries = List.copyOf(entries);
        }
    }

    private final String tunnelAddress;
    private final SortedMap<String, String> ends = new TreeMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<String> ip = new ArrayList<>();
    private final List<String> bridge = new ArrayList<>();

    private TransitPlanner(NetworkDocument document, String tunnelAddress) {
        this.tunnelAddress = tunnelAddress;
        Optional<String> source = document.segments().stream()
                .min(Comparator.comparingInt(NetworkSegment::segment))
                .map(segment -> Ipv4Prefix.parse(segment.cidr()).gateway());
        if (source.isEmpty() || tunnelAddress.isEmpty()) {
            return;
        }
        for (ClusterPeer peer : peers(document, tunnelAddress)) {
            if (!peer.prefixes().isEmpty()) {
                ends.put(peer.tunnelAddress(), mac(peer.tunnelAddress()));
            }
            // The source is one of ours, so that the peer takes what this host says itself, such as "fragmentation
            // needed".
            peer.prefixes().forEach(prefix -> routes.add(new Route(prefix, peer.tunnelAddress(), source.get())));
        }
    }

    /** The peers other than this cluster. */
    static List<ClusterPeer> peers(NetworkDocument document, String tunnelAddress) {
        return document.peers().stream()
                .filter(peer -> !peer.tunnelAddress().equals(tunnelAddress))
                .toList();
    }

    /**
     * Plans the changes.
     *
     * @param tunnelAddress IPv4 address this controller's tunnels end at; empty for none
     * @param privateInterface whose MTU the tunnels have to do with, where no interface has the tunnel address
     * @param links interfaces that are
     * @param present what is on ours, if it is there
     * @throws IllegalStateException when an interface of someone else has the name of ours
     */
    public static LinkPlan plan(
            NetworkDocument document,
            String tunnelAddress,
            String privateInterface,
            Collection<Link> links,
            Present present) {
        TransitPlanner planner = new TransitPlanner(document, tunnelAddress);
        Optional<Link> link =
                links.stream().filter(each -> each.name().equals(DEVICE)).findFirst();
        if (planner.ends.isEmpty()) {
            link.filter(TransitPlanner::isOwn).ifPresent(own -> planner.ip.add("link delete dev " + DEVICE));
        } else {
            boolean fresh = planner.link(link, mtu(tunnelAddress, privateInterface, links));
            planner.reach(fresh ? Present.NOTHING : present);
        }
        return new LinkPlan(planner.ip, planner.bridge, Map.of());
    }

    /** Returns whether the interface is made anew. */
    private boolean link(Optional<Link> present, int mtu) {
        present.filter(link -> !isOwn(link)).ifPresent(link -> {
            throw new IllegalStateException("interface " + DEVICE + " (" + link.mac()
                    + ") exists and was not made by a cluster controller; remove or rename it");
        });
        Link.Vxlan wanted = new Link.Vxlan(VNI, tunnelAddress, "", PORT, false);
        Optional<Link> good = present.filter(link -> link.mac().equals(mac(tunnelAddress)))
                .filter(link -> link.vxlan().filter(wanted::equals).isPresent());
        if (good.isEmpty()) {
            present.ifPresent(link -> ip.add("link delete dev " + DEVICE));
            ip.add("link add name " + DEVICE + " address " + mac(tunnelAddress) + " mtu " + mtu + " type vxlan id "
                    + VNI + " local " + tunnelAddress + " dstport " + PORT + " nolearning");
            ip.add("link set dev " + DEVICE + " addrgenmode none");
            ip.add("link set dev " + DEVICE + " arp off");
            ip.add("link set dev " + DEVICE + " up");
            return true;
        }
        Link link = good.get();
        if (link.mtu() != mtu) {
            ip.add("link set dev " + DEVICE + " mtu " + mtu);
        }
        if (!link.noIpv6LinkLocal()) {
            ip.add("link set dev " + DEVICE + " addrgenmode none");
        }
        if (!link.up()) {
            ip.add("link set dev " + DEVICE + " up");
        }
        return false;
    }

    private void reach(Present present) {
        Set<String> wantedPrefixes = new HashSet<>();
        routes.forEach(route -> wantedPrefixes.add(route.destination()));
        present.routes().stream()
                .filter(route -> !wantedPrefixes.contains(route.destination()))
                .forEach(route -> ip.add("route delete " + route.destination() + " dev " + DEVICE));
        present.neighbours().stream()
                .filter(neighbour -> !ends.containsKey(neighbour.address()))
                .forEach(neighbour -> ip.add("neigh delete " + neighbour.address() + " dev " + DEVICE));
        present.entries().stream()
                .filter(entry -> !entry.mac().equals(ends.get(entry.end())))
                .forEach(entry -> bridge.add("fdb delete " + entry.mac() + " dev " + DEVICE + " dst " + entry.end()));
        ends.forEach((address, mac) -> {
            if (!present.neighbours().contains(new Neighbour(address, mac, true))) {
                ip.add("neigh replace " + address + " lladdr " + mac + " dev " + DEVICE + " nud permanent");
            }
            if (!present.entries().contains(new ForwardingEntry(mac, address))) {
                bridge.add("fdb replace " + mac + " dev " + DEVICE + " dst " + address);
            }
        });
        Set<Route> presentRoutes = new HashSet<>(present.routes());
        routes.stream()
                .filter(route -> !presentRoutes.contains(route))
                .forEach(route -> ip.add("route replace " + route.destination() + " via " + route.gateway() + " dev "
                        + DEVICE + " onlink src " + route.source()));
    }

    private static boolean isOwn(Link link) {
        return link.kind().equals("vxlan") && link.mac().startsWith(MAC);
    }

    private static int mtu(String tunnelAddress, String privateInterface, Collection<Link> links) {
        return links.stream()
                        .filter(link ->
                                link.addresses().stream().anyMatch(address -> address.startsWith(tunnelAddress + "/")))
                        .findFirst()
                        .or(() -> links.stream()
                                .filter(link -> link.name().equals(privateInterface))
                                .findFirst())
                        .map(Link::mtu)
                        .orElse(1500)
                - OVERHEAD;
    }

    /** Both ends know it without asking: it is made of the tunnel address. */
    static String mac(String tunnelAddress) {
        int address = Ipv4Prefix.address(tunnelAddress).orElseThrow();
        return String.format(
                MAC + "%02x:%02x:%02x:%02x", address >>> 24, address >>> 16 & 255, address >>> 8 & 255, address & 255);
    }
}
