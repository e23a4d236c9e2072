package io.jarrah.nc.network;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Wiring;
import io.jarrah.nc.os.BridgeCommand.Flood;
import io.jarrah.nc.os.IpCommand.Link;
import io.jarrah.nc.os.IpCommand.VlanInfo;
import io.jarrah.nc.os.IpCommand.VxlanInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must be done to the host's links so that they are as desired: a bridge for each segment, and in it a port that leads to the
 * other hosts, a VXLAN or a VLAN. Pure.
 *
 * @param links lines for {@code ip -batch}, in order
 * @param removedFloods flood entries to take away after that
 * @param addedFloods flood entries to add after that
 * @param owned segments whose links are Jarrah's once the plan is carried out
 * @param ready segments that instances can be plugged into once the plan is carried out
 * @param foreign names of links that somebody else made under a name a segment needs, or with its VLAN tag
 */
public record SegmentPlan(
        List<String> links,
        List<Flood> removedFloods,
        List<Flood> addedFloods,
        Set<Integer> owned,
        Set<Integer> ready,
        List<String> foreign) {
    static final int VXLAN_PORT = 4789;

    /**
     * How this node reaches the others.
     *
     * @param uplink how, and by which interface
     * @param address IPv4 address tunnels end at; of no matter without tunnels
     */
    public record Wire(Uplink uplink, String address) {}

    /**
     * What should be.
     *
     * @param segments networks this node takes part in
     * @param peers tunnel ends to reach, this node's own left out or not
     * @param owned segments whose links Jarrah made before
     * @param inUse segments that instances of this node are plugged into
     */
    public record Desired(List<NetworkSegment> segments, List<String> peers, Set<Integer> owned, Set<Integer> inUse) {}

    /** Compares; of segments that share one layer 2, nothing is made, and what was made before goes. */
    public static SegmentPlan of(Desired desired, List<Link> links, List<Flood> floods, Wire wire) {
        return new Builder(desired, links, floods, wire).build();
    }

    /** Whether there is nothing to do. */
    public boolean empty() {
        return links.isEmpty() && removedFloods.isEmpty() && addedFloods.isEmpty();
    }

    /** A segment's own bridge, also where instances are plugged into another one by now. */
    static String bridge(int segment) {
        return "br" + segment;
    }

    static String vxlan(int segment) {
        return "vx" + segment;
    }

    static String vlan(int segment) {
        return "vl" + segment;
    }

    private static final class Builder {
        private final Desired desired;
        private final Map<String, Link> byName;
        private final List<Flood> floods;
        private final Uplink uplink;
        private final String address;
        private final List<String> lines = new ArrayList<>();
        private final List<Flood> removed = new ArrayList<>();
        private final List<Flood> added = new ArrayList<>();
        private final Set<Integer> owned;
        private final Set<Integer> ready = new TreeSet<>();
        private final List<String> foreign = new ArrayList<>();

        Builder(Desired desired, List<Link> links, List<Flood> floods, Wire wire) {
            this.desired = desired;
            this.byName = links.stream().collect(Collectors.toMap(Link::name, Function.identity(), (a, b) -> a));
            this.floods = floods;
            this.uplink = wire.uplink();
            this.address = wire.address();
            this.owned = new TreeSet<>(desired.owned());
        }

        SegmentPlan build() {
            Map<Integer, NetworkSegment> wanted = new TreeMap<>();
            if (uplink.wiring() != Wiring.SHARED) {
                desired.segments().forEach(segment -> wanted.put(segment.segment(), segment));
            }
            for (int old : desired.owned()) {
                if (!wanted.containsKey(old) && !desired.inUse().contains(old)) {
                    remove(old);
                }
            }
            wanted.values().forEach(this::segment);
            return new SegmentPlan(
                    List.copyOf(lines),
                    List.copyOf(removed),
                    List.copyOf(added),
                    Set.copyOf(owned),
                    Set.copyOf(ready),
                    List.copyOf(foreign));
        }

        private void remove(int segment) {
            for (String name : List.of(vxlan(segment), vlan(segment), bridge(segment))) {
                if (byName.containsKey(name)) {
                    lines.add("link delete dev " + name);
                }
            }
            owned.remove(segment);
        }

        private void segment(NetworkSegment segment) {
            int id = segment.segment();
            Optional<String> obstacle = obstacle(id);
            if (obstacle.isPresent()) {
                foreign.add(obstacle.get());
                return;
            }
            owned.add(id);
            ready.add(id);
            String other = uplink.wiring() == Wiring.VLAN ? vxlan(id) : vlan(id);
            if (desired.owned().contains(id) && byName.containsKey(other)) {
                lines.add("link delete dev " + other);
            }
            int mtu = mtu(segment);
            makeBridge(bridge(id), mtu);
            if (uplink.wiring() == Wiring.VLAN) {
                makeVlan(id, mtu);
            } else {
                floods(vxlan(id), makeTunnel(id, mtu));
            }
        }

        /** The link of somebody else that is in the way. */
        private Optional<String> obstacle(int id) {
            if (byName.containsKey(bridge(id)) && !ours(id)) {
                return Optional.of(bridge(id));
            }
            if (uplink.wiring() != Wiring.VLAN) {
                return Optional.empty();
            }
            Link named = byName.get(vlan(id));
            if (named != null && !(ours(id) && named.vlan().isPresent())) {
                return Optional.of(vlan(id));
            }
            return byName.values().stream()
                    .filter(link -> !link.name().equals(vlan(id))
                            && link.vlan().equals(Optional.of(VlanInfo.tagged(id, uplink.device()))))
                    .map(Link::name)
                    .findAny();
        }

        /** Made by Jarrah: it says so itself, or the port in it does (the state was lost). */
        private boolean ours(int id) {
            if (desired.owned().contains(id)) {
                return true;
            }
            Link port = byName.get(uplink.port(id));
            if (port == null || !port.bridge().equals(Optional.of(bridge(id)))) {
                return false;
            }
            return uplink.wiring() == Wiring.VLAN
                    ? port.vlan().equals(Optional.of(VlanInfo.tagged(id, uplink.device())))
                    : port.vxlan().map(info -> info.id() == id).orElse(false);
        }

        /** The kernel gives a VLAN no more than what its parent has. */
        private int mtu(NetworkSegment segment) {
            Link parent = byName.get(uplink.device());
            return parent == null || uplink.wiring() != Wiring.VLAN
                    ? segment.mtu()
                    : Math.min(segment.mtu(), parent.mtu());
        }

        private void makeBridge(String name, int mtu) {
            Link actual = byName.get(name);
            if (actual == null) {
                lines.add("link add name " + name + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
            }
            if (actual == null || !actual.up() || actual.mtu() != mtu) {
                // No address of the host's own: guests must not find it by IPv6. A command of its own, and first: in
                // one with "up" the kernel brings the interface up before, and the address is there.
                lines.add("link set dev " + name + " addrgenmode none");
                lines.add("link set dev " + name + " mtu " + mtu + " up");
            }
            if (actual != null) {
                lines.addAll(TapPlan.silence(actual));
            }
        }

        /** Returns whether the link is new and has no entries. */
        private boolean makeTunnel(int id, int mtu) {
            String name = vxlan(id);
            Link actual = byName.get(name);
            VxlanInfo right = new VxlanInfo(id, address, uplink.device(), VXLAN_PORT);
            boolean fresh = actual == null || !actual.vxlan().equals(Optional.of(right));
            port(
                    id,
                    name,
                    actual,
                    fresh,
                    mtu,
                    "link add name " + name + " type vxlan id " + right.id() + " local " + right.local() + " dstport "
                            + right.port() + " dev " + right.device());
            return fresh;
        }

        private void makeVlan(int id, int mtu) {
            String name = vlan(id);
            Link actual = byName.get(name);
            VlanInfo right = VlanInfo.tagged(id, uplink.device());
            boolean fresh = actual == null || !actual.vlan().equals(Optional.of(right));
            port(
                    id,
                    name,
                    actual,
                    fresh,
                    mtu,
                    "link add link " + right.device() + " name " + name + " type vlan protocol " + right.protocol()
                            + " id " + right.id());
        }

        private void port(int id, String name, @Nullable Link actual, boolean fresh, int mtu, String make) {
            if (actual != null && fresh) {
                lines.add("link delete dev " + name);
            }
            if (fresh) {
                lines.add(make);
            }
            if (fresh
                    || actual == null
                    || !actual.up()
                    || actual.mtu() != mtu
                    || !actual.bridge().equals(Optional.of(bridge(id)))) {
                lines.add("link set dev " + name + " addrgenmode none");
                lines.add("link set dev " + name + " mtu " + mtu + " master " + bridge(id) + " up");
            }
            if (actual != null && !fresh) {
                lines.addAll(TapPlan.silence(actual));
            }
        }

        private void floods(String device, boolean fresh) {
            Set<String> actual = new HashSet<>();
            if (!fresh) {
                floods.stream()
                        .filter(flood -> flood.device().equals(device))
                        .forEach(flood -> actual.add(flood.peer()));
            }
            Set<String> wanted = new TreeSet<>(desired.peers());
            wanted.remove(address);
            actual.stream()
                    .sorted()
                    .filter(peer -> !wanted.contains(peer))
                    .forEach(peer -> removed.add(new Flood(device, peer)));
            wanted.stream().filter(peer -> !actual.contains(peer)).forEach(peer -> added.add(new Flood(device, peer)));
        }
    }
}
