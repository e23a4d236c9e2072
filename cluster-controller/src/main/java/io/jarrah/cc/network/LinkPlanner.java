package io.jarrah.cc.network;

import io.jarrah.cc.os.BridgeCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The difference between the interfaces that are and those that should be: per segment a bridge {@code brN} with the
 * gateway address, in the group of all bridges of ours, and a VXLAN {@code vxN} as its port that floods to the tunnel end of every node. Pure.
 */
public final class LinkPlanner {
    /** The group of interfaces that all bridges of ours are in, by which the rules know them: "JA" in ASCII. */
    public static final int GROUP = 0x4a41;

    /** UDP port of the tunnels to the nodes. */
    static final int VXLAN_PORT = 4789;

    private final SegmentNames names;
    private final String tunnelDevice;
    private final String tunnelAddress;
    private final List<String> ip = new ArrayList<>();
    private final List<String> bridge = new ArrayList<>();
    private final Map<String, Link> links = new HashMap<>();

    private LinkPlanner(PlaneSettings settings, String tunnelAddress, Collection<Link> links) {
        this.names = new SegmentNames(settings.cluster());
        this.tunnelDevice = settings.privateInterface();
        this.tunnelAddress = tunnelAddress;
        links.forEach(link -> this.links.put(link.name(), link));
    }

    /**
     * Plans the changes.
     *
     * @param tunnelAddress IPv4 address this controller's tunnels end at
     * @param segments what should be
     * @param peers tunnel ends of the nodes
     * @param links interfaces that are
     * @param flood flood entries that are, by interface
     * @throws IllegalStateException when an interface of someone else has the name of one of ours
     */
    public static LinkPlan plan(
            PlaneSettings settings,
            String tunnelAddress,
            List<NetworkSegment> segments,
            Collection<String> peers,
            Collection<Link> links,
            Map<String, Set<String>> flood) {
        LinkPlanner planner = new LinkPlanner(settings, tunnelAddress, links);
        Set<Integer> desired = new HashSet<>();
        segments.forEach(segment -> desired.add(segment.segment()));
        planner.removeStale(desired);
        List<NetworkSegment> sorted = segments.stream()
                .sorted(Comparator.comparingInt(NetworkSegment::segment))
                .toList();
        for (NetworkSegment segment : sorted) {
            planner.bridge(segment);
            boolean fresh = planner.vxlan(segment);
            String vxlan = SegmentNames.vxlan(segment.segment());
            planner.flood(vxlan, peers, fresh ? Set.of() : flood.getOrDefault(vxlan, Set.of()));
        }
        return new LinkPlan(planner.ip, planner.bridge);
    }

    private void removeStale(Set<Integer> desired) {
        links.values().stream()
                .filter(link -> names.ownSegment(link.name(), link.mac())
                        .filter(segment -> !desired.contains(segment))
                        .isPresent())
                .map(Link::name)
                .sorted(Comparator.reverseOrder())
                .forEach(name -> ip.add("link delete dev " + name));
    }

    private void bridge(NetworkSegment segment) {
        String name = SegmentNames.bridge(segment.segment());
        String mac = names.bridgeMac(segment.segment());
        String gateway = gateway(segment);
        Link link = links.get(name);
        if (link == null) {
            ip.add("link add name " + name + " address " + mac + " group " + GROUP + " mtu " + segment.mtu()
                    + " type bridge stp_state 0 forward_delay 0");
            ip.add("link set dev " + name + " addrgenmode none");
            ip.add("link set dev " + name + " up");
            ip.add("address add " + gateway + " dev " + name);
            return;
        }
        requireOwn(link, "bridge");
        if (link.group() != GROUP) {
            ip.add("link set dev " + name + " group " + GROUP);
        }
        if (link.mtu() != segment.mtu()) {
            ip.add("link set dev " + name + " mtu " + segment.mtu());
        }
        if (!link.noIpv6LinkLocal()) {
            ip.add("link set dev " + name + " addrgenmode none");
        }
        if (!link.up()) {
            ip.add("link set dev " + name + " up");
        }
        for (String address : link.addresses()) {
            if (!address.equals(gateway)) {
                ip.add("address delete " + address + " dev " + name);
            }
        }
        if (!link.addresses().contains(gateway)) {
            ip.add("address add " + gateway + " dev " + name);
        }
    }

    /** Returns whether the interface is made anew. */
    private boolean vxlan(NetworkSegment segment) {
        String name = SegmentNames.vxlan(segment.segment());
        String bridgeName = SegmentNames.bridge(segment.segment());
        Link link = links.get(name);
        Link.Vxlan wanted = new Link.Vxlan(segment.segment(), tunnelAddress, tunnelDevice, VXLAN_PORT, true);
        if (link != null) {
            requireOwn(link, "vxlan");
            if (link.vxlan().filter(wanted::equals).isEmpty()) {
                ip.add("link delete dev " + name);
                link = null;
            }
        }
        if (link == null) {
            ip.add("link add name " + name + " address " + names.vxlanMac(segment.segment()) + " mtu " + segment.mtu()
                    + " type vxlan id " + segment.segment() + " local " + tunnelAddress + " dstport " + VXLAN_PORT
                    + " dev " + tunnelDevice);
            ip.add("link set dev " + name + " addrgenmode none");
            ip.add("link set dev " + name + " master " + bridgeName);
            ip.add("link set dev " + name + " up");
            return true;
        }
        if (link.mtu() != segment.mtu()) {
            ip.add("link set dev " + name + " mtu " + segment.mtu());
        }
        if (!link.noIpv6LinkLocal()) {
            ip.add("link set dev " + name + " addrgenmode none");
        }
        if (link.master().filter(bridgeName::equals).isEmpty()) {
            ip.add("link set dev " + name + " master " + bridgeName);
        }
        if (!link.up()) {
            ip.add("link set dev " + name + " up");
        }
        return false;
    }

    private void flood(String vxlan, Collection<String> peers, Set<String> present) {
        TreeSet<String> wanted = new TreeSet<>(peers);
        wanted.remove(tunnelAddress);
        for (String peer : wanted) {
            if (!present.contains(peer)) {
                bridge.add("fdb append " + BridgeCommand.FLOOD + " dev " + vxlan + " dst " + peer);
            }
        }
        for (String peer : new TreeSet<>(present)) {
            if (!wanted.contains(peer)) {
                bridge.add("fdb delete " + BridgeCommand.FLOOD + " dev " + vxlan + " dst " + peer);
            }
        }
    }

    private void requireOwn(Link link, String kind) {
        if (!link.kind().equals(kind)
                || names.ownSegment(link.name(), link.mac()).isEmpty()) {
            throw new IllegalStateException("interface " + link.name() + " (" + link.mac()
                    + ") exists and was not made by this cluster controller; remove or rename it, or run the cluster"
                    + " controller in a network namespace of its own (a node controller on the same host uses the same"
                    + " names)");
        }
    }

    private static String gateway(NetworkSegment segment) {
        Ipv4Prefix prefix = Ipv4Prefix.parse(segment.cidr());
        return prefix.gateway() + "/" + prefix.length();
    }
}
