package io.jarrah.nc.network;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.nc.os.BridgeCommand.Flood;
import io.jarrah.nc.os.IpCommand.Link;
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

/**
 * What must be done to the host's links so that they are as desired. Pure.
 *
 * @param links lines for {@code ip -batch}, in order
 * @param removedFloods flood entries to take away after that
 * @param addedFloods flood entries to add after that
 * @param owned segments whose links are Jarrah's once the plan is carried out
 * @param ready segments that instances can be plugged into once the plan is carried out
 * @param foreign names of bridges that somebody else made under a name a segment needs
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
     * @param device interface that faces them
     * @param address its IPv4 address
     */
    public record Tunnel(String device, String address) {}

    /**
     * What should be.
     *
     * @param segments networks this node takes part in
     * @param peers tunnel ends to reach, this node's own left out or not
     * @param owned segments whose links Jarrah made before
     * @param inUse segments that instances of this node are plugged into
     */
    public record Desired(List<NetworkSegment> segments, List<String> peers, Set<Integer> owned, Set<Integer> inUse) {}

    /** Compares. */
    public static SegmentPlan of(Desired desired, List<Link> links, List<Flood> floods, Tunnel tunnel) {
        return new Builder(desired, links, floods, tunnel).build();
    }

    /** Whether there is nothing to do. */
    public boolean empty() {
        return links.isEmpty() && removedFloods.isEmpty() && addedFloods.isEmpty();
    }

    private static String bridgeOf(int segment) {
        return "br" + segment;
    }

    static String vxlan(int segment) {
        return "vx" + segment;
    }

    private static final class Builder {
        private final Desired desired;
        private final Map<String, Link> byName;
        private final List<Flood> floods;
        private final Tunnel tunnel;
        private final List<String> lines = new ArrayList<>();
        private final List<Flood> removed = new ArrayList<>();
        private final List<Flood> added = new ArrayList<>();
        private final Set<Integer> owned;
        private final Set<Integer> ready = new TreeSet<>();
        private final List<String> foreign = new ArrayList<>();

        Builder(Desired desired, List<Link> links, List<Flood> floods, Tunnel tunnel) {
            this.desired = desired;
            this.byName = links.stream().collect(Collectors.toMap(Link::name, Function.identity(), (a, b) -> a));
            this.floods = floods;
            this.tunnel = tunnel;
            this.owned = new TreeSet<>(desired.owned());
        }

        SegmentPlan build() {
            Map<Integer, NetworkSegment> wanted = new TreeMap<>();
            desired.segments().forEach(segment -> wanted.put(segment.segment(), segment));
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
            for (String name : List.of(vxlan(segment), bridgeOf(segment))) {
                if (byName.containsKey(name)) {
                    lines.add("link delete dev " + name);
                }
            }
            owned.remove(segment);
        }

        private void segment(NetworkSegment segment) {
            int id = segment.segment();
            String bridge = bridgeOf(id);
            if (byName.containsKey(bridge) && !ours(id)) {
                foreign.add(bridge);
                return;
            }
            owned.add(id);
            ready.add(id);
            bridge(bridge, segment.mtu());
            boolean fresh = tunnel(vxlan(id), bridge, segment);
            floods(vxlan(id), fresh);
        }

        /** Made by Jarrah: it says so itself, or the tunnel in it does (the state was lost). */
        private boolean ours(int id) {
            Link vxlan = byName.get(vxlan(id));
            return desired.owned().contains(id)
                    || (vxlan != null
                            && vxlan.vxlan().map(info -> info.id() == id).orElse(false)
                            && vxlan.bridge().equals(Optional.of(bridgeOf(id))));
        }

        private void bridge(String name, int mtu) {
            Link actual = byName.get(name);
            if (actual == null) {
                lines.add("link add name " + name + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
            }
            if (actual == null || !actual.up() || actual.mtu() != mtu) {
                // No address of the host's own: guests must not find it by IPv6.
                lines.add("link set dev " + name + " addrgenmode none mtu " + mtu + " up");
            }
        }

        /** Returns whether the link is new and has no entries. */
        private boolean tunnel(String name, String bridge, NetworkSegment segment) {
            Link actual = byName.get(name);
            VxlanInfo right = new VxlanInfo(segment.segment(), tunnel.address(), tunnel.device(), VXLAN_PORT);
            boolean fresh = actual == null || !actual.vxlan().equals(Optional.of(right));
            if (actual != null && fresh) {
                lines.add("link delete dev " + name);
            }
            if (fresh) {
                lines.add("link add name " + name + " type vxlan id " + right.id() + " local " + right.local()
                        + " dstport " + right.port() + " dev " + right.device());
            }
            if (fresh
                    || actual == null
                    || !actual.up()
                    || actual.mtu() != segment.mtu()
                    || !actual.bridge().equals(Optional.of(bridge))) {
                lines.add("link set dev " + name + " addrgenmode none mtu " + segment.mtu() + " master " + bridge
                        + " up");
            }
            return fresh;
        }

        private void floods(String device, boolean fresh) {
            Set<String> actual = new HashSet<>();
            if (!fresh) {
                floods.stream()
                        .filter(flood -> flood.device().equals(device))
                        .forEach(flood -> actual.add(flood.peer()));
            }
            Set<String> wanted = new TreeSet<>(desired.peers());
            wanted.remove(tunnel.address());
            actual.stream()
                    .sorted()
                    .filter(peer -> !wanted.contains(peer))
                    .forEach(peer -> removed.add(new Flood(device, peer)));
            wanted.stream().filter(peer -> !actual.contains(peer)).forEach(peer -> added.add(new Flood(device, peer)));
        }
    }
}
