package io.jarrah.cc.network;

import io.jarrah.cc.os.BridgeCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The difference between the interfaces that are and those that should be: per segment a bridge {@code brN} with the
 * gateway addresses, in the group of all bridges of ours, and in it a port that leads to the nodes: a VXLAN {@code vxN} that floods to the
 * tunnel end of every node, or the VLAN {@code vlN} of the private interface. Where segments share one layer 2, there is nothing but
 * their gateway addresses, on the private interface. Pure.
 */
public final class LinkPlanner {
    /** The group of interfaces that all bridges of ours are in, by which the rules know them: "JA" in ASCII. */
    public static final int GROUP = 0x4a41;

    /** UDP port of the tunnels to the nodes. */
    static final int VXLAN_PORT = 4789;

    private final SegmentNames names;
    private final Wiring wiring;
    private final String privateInterface;
    private final boolean ipv6;
    private final String tunnelAddress;
    private final List<String> ip = new ArrayList<>();
    private final List<String> bridge = new ArrayList<>();
    private final Map<String, String> gateways = new HashMap<>();
    private final Map<String, Link> links = new HashMap<>();

    private LinkPlanner(PlaneSettings settings, String tunnelAddress, Collection<Link> links) {
        this.names = new SegmentNames(settings.cluster());
        this.wiring = settings.wiring();
        this.privateInterface = settings.privateInterface();
        this.ipv6 = settings.subnet6().isPresent();
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
        List<NetworkSegment> sorted = segments.stream()
                .sorted(Comparator.comparingInt(NetworkSegment::segment))
                .toList();
        boolean shared = planner.wiring == Wiring.SHARED;
        List<NetworkSegment> bridged = shared ? List.of() : sorted;
        planner.removeStale(bridged);
        planner.gateways(shared ? sorted : List.of());
        for (NetworkSegment segment : bridged) {
            planner.bridge(segment);
            if (planner.wiring == Wiring.VLAN) {
                planner.vlan(segment);
            } else {
                boolean fresh = planner.vxlan(segment);
                String vxlan = SegmentNames.vxlan(segment.segment());
                planner.flood(vxlan, peers, fresh ? Set.of() : flood.getOrDefault(vxlan, Set.of()));
            }
        }
        return new LinkPlan(planner.ip, planner.bridge, planner.gateways);
    }

    /** Whatever is ours and not of these segments, or not of this wiring. */
    private void removeStale(List<NetworkSegment> segments) {
        Set<String> wanted = new HashSet<>();
        for (NetworkSegment segment : segments) {
            wanted.add(SegmentNames.bridge(segment.segment()));
            wanted.add(
                    wiring == Wiring.VLAN
                            ? SegmentNames.vlan(segment.segment())
                            : SegmentNames.vxlan(segment.segment()));
        }
        links.values().stream()
                .filter(this::own)
                .map(Link::name)
                .filter(name -> !wanted.contains(name))
                .sorted(Comparator.reverseOrder())
                .forEach(name -> ip.add("link delete dev " + name));
    }

    /** Gateway addresses on the private interface, which has others beside them: ours have our label. */
    private void gateways(List<NetworkSegment> segments) {
        Link device = links.get(privateInterface);
        if (device == null) {
            if (segments.isEmpty()) {
                return;
            }
            throw new IllegalStateException("interface " + privateInterface + " (VNET_PRIVINTERFACE) is gone");
        }
        String label = SegmentNames.label(privateInterface);
        List<String> wanted = segments.stream().map(LinkPlanner::gateway).toList();
        for (String address : device.labelled(label)) {
            if (!wanted.contains(address)) {
                ip.add("address delete " + address + " dev " + privateInterface);
            }
        }
        for (String address : wanted) {
            if (!device.addresses().contains(address)) {
                addGateway(address, privateInterface, " label " + label);
            }
        }
    }

    private void addGateway(String prefix, String device, String options) {
        ip.add("address add " + prefix + " dev " + device + options);
        gateways.put(prefix.substring(0, prefix.indexOf('/')), device);
    }

    private void bridge(NetworkSegment segment) {
        String name = SegmentNames.bridge(segment.segment());
        String mac = names.bridgeMac(segment.segment());
        String gateway = gateway(segment);
        int mtu = mtu(segment);
        Link link = links.get(name);
        if (link == null) {
            ip.add("link add name " + name + " address " + mac + " group " + GROUP + " mtu " + mtu
                    + " type bridge stp_state 0 forward_delay 0");
            ip.add("link set dev " + name + " addrgenmode none");
            ip.add("link set dev " + name + " up");
            addGateway(gateway, name, "");
            ipv6(segment, name, List.of());
            return;
        }
        requireOwn(link, "bridge");
        if (link.group() != GROUP) {
            ip.add("link set dev " + name + " group " + GROUP);
        }
        common(link, mtu);
        if (!link.up()) {
            ip.add("link set dev " + name + " up");
        }
        for (String address : link.addresses()) {
            if (!address.equals(gateway)) {
                ip.add("address delete " + address + " dev " + name);
            }
        }
        if (!link.addresses().contains(gateway)) {
            addGateway(gateway, name, "");
        }
        ipv6(segment, name, link.addresses6());
    }

    /** The gateway's IPv6 addresses, which nobody else may have (guests' nodes see to it), so that they need not be asked for. */
    private void ipv6(NetworkSegment segment, String name, List<String> present) {
        List<String> wanted = segment.cidr6()
                .filter(cidr -> ipv6)
                .map(cidr -> List.of(
                        Ipv6Prefix.GATEWAY_LINK_LOCAL + "/" + Ipv6Prefix.NETWORK_LENGTH,
                        Ipv6Prefix.network(cidr).gateway() + "/" + Ipv6Prefix.NETWORK_LENGTH))
                .orElse(List.of());
        for (String address : present) {
            if (!wanted.contains(address)) {
                ip.add("address delete " + address + " dev " + name);
            }
        }
        for (String address : wanted) {
            if (!present.contains(address)) {
                ip.add("address add " + address + " dev " + name + " nodad");
            }
        }
    }

    /** Returns whether the interface is made anew. */
    private boolean vxlan(NetworkSegment segment) {
        String name = SegmentNames.vxlan(segment.segment());
        Link.Vxlan wanted = new Link.Vxlan(segment.segment(), tunnelAddress, privateInterface, VXLAN_PORT, true);
        Optional<Link> link = present(name, "vxlan");
        boolean right = link.flatMap(Link::vxlan).filter(wanted::equals).isPresent();
        String make = "link add name " + name + " address " + names.vxlanMac(segment.segment()) + " mtu "
                + mtu(segment) + " type vxlan id " + segment.segment() + " local " + tunnelAddress + " dstport "
                + VXLAN_PORT + " dev " + privateInterface;
        port(segment, name, link, right, make);
        return !right;
    }

    private void vlan(NetworkSegment segment) {
        int tag = segment.segment();
        if (tag > Wiring.VLAN.maxSegment()) {
            throw new IllegalStateException("network " + segment.id() + " has the number " + tag
                    + ", which is no VLAN tag: it was made while VNET_ISOLATION was VXLAN; set that again");
        }
        String name = SegmentNames.vlan(tag);
        Link.Vlan wanted = new Link.Vlan(tag, Link.Vlan.CUSTOMER, privateInterface);
        links.values().stream()
                .filter(link -> !link.name().equals(name)
                        && link.vlan().filter(wanted::equals).isPresent())
                .findAny()
                .ifPresent(other -> {
                    throw new IllegalStateException("interface " + other.name() + " has the VLAN tag " + tag + " on "
                            + privateInterface + ", which network " + segment.id() + " needs; give " + other.name()
                            + " another one, and keep tags of your own outside of VNET_MINVLAN to VNET_MAXVLAN");
                });
        Optional<Link> link = present(name, "vlan");
        boolean right = link.flatMap(Link::vlan).filter(wanted::equals).isPresent();
        String make = "link add link " + privateInterface + " name " + name + " address " + names.vlanMac(tag) + " mtu "
                + mtu(segment) + " type vlan protocol " + Link.Vlan.CUSTOMER + " id " + tag;
        port(segment, name, link, right, make);
    }

    /** An interface of ours, if it is there. */
    private Optional<Link> present(String name, String kind) {
        Optional<Link> link = Optional.ofNullable(links.get(name));
        link.ifPresent(there -> requireOwn(there, kind));
        return link;
    }

    /** What leads from a segment's bridge to the nodes; made anew when it leads elsewhere. */
    private void port(NetworkSegment segment, String name, Optional<Link> link, boolean right, String make) {
        String bridgeName = SegmentNames.bridge(segment.segment());
        if (!right) {
            link.ifPresent(wrong -> ip.add("link delete dev " + name));
            ip.add(make);
            ip.add("link set dev " + name + " addrgenmode none");
            ip.add("link set dev " + name + " master " + bridgeName);
            ip.add("link set dev " + name + " up");
            return;
        }
        Link there = link.orElseThrow();
        common(there, mtu(segment));
        if (there.master().filter(bridgeName::equals).isEmpty()) {
            ip.add("link set dev " + name + " master " + bridgeName);
        }
        if (!there.up()) {
            ip.add("link set dev " + name + " up");
        }
    }

    private void common(Link link, int mtu) {
        if (link.mtu() != mtu) {
            ip.add("link set dev " + link.name() + " mtu " + mtu);
        }
        if (!link.noIpv6LinkLocal()) {
            ip.add("link set dev " + link.name() + " addrgenmode none");
        }
    }

    /** The kernel gives a VLAN no more than what its parent has. */
    private int mtu(NetworkSegment segment) {
        return Stream.ofNullable(links.get(privateInterface))
                .filter(parent -> wiring == Wiring.VLAN)
                .mapToInt(parent -> Math.min(parent.mtu(), segment.mtu()))
                .findAny()
                .orElse(segment.mtu());
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

    private boolean own(Link link) {
        return names.ownSegment(link.name(), link.mac()).isPresent();
    }

    private void requireOwn(Link link, String kind) {
        if (!link.kind().equals(kind) || !own(link)) {
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
