package io.jarrah.nc.network;

import io.jarrah.nc.os.IpCommand.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is wrong with the administrator's bridge; it is his, so nothing is mended. Pure. */
final class BridgeCheck {
    private static final String LIBVIRTS = "virbr";
    private static final String TAP = "jt";

    private BridgeCheck() {}

    /** Whether instances can be plugged into it. */
    static boolean isThere(String bridge, Collection<Link> links) {
        return find(bridge, links).filter(BridgeCheck::isBridge).isPresent();
    }

    /** Why instances that are plugged into it would reach no other host, of which that interface leads to them; empty when they would. */
    static Optional<String> obstacle(String bridge, String uplink, Collection<Link> links) {
        Optional<String> unusable = unusable(bridge, uplink, links).or(() -> down(bridge, links));
        boolean plugged =
                find(uplink, links).flatMap(Link::bridge).filter(bridge::equals).isPresent();
        return unusable.isPresent() || plugged
                ? unusable
                : Optional.of(uplink + " (VNET_PRIVINTERFACE) is not a port of " + bridge
                        + " (VNET_BRIDGE), so instances would reach no other host; ip link set dev " + uplink
                        + " master " + bridge + ", with the host's address on the bridge");
    }

    /** What keeps instances from reaching the site's network, one line each, with what to do. */
    static List<String> problems(String bridge, Collection<Link> links) {
        Optional<String> unusable = unusable(bridge, "eth0", links);
        if (unusable.isPresent()) {
            return List.of(unusable.get());
        }
        List<String> problems = new ArrayList<>(down(bridge, links).stream().toList());
        List<Link> ports = links.stream()
                .filter(port -> port.bridge().equals(Optional.of(bridge))
                        && !port.name().startsWith(TAP))
                .toList();
        if (ports.isEmpty()) {
            problems.add(
                    bridge + " (VNET_BRIDGE) has no port but instances, so it leads nowhere; give it the interface to"
                            + " the site's network: ip link set dev eth0 master " + bridge);
        } else if (ports.stream().noneMatch(Link::up)) {
            problems.add(bridge + " (VNET_BRIDGE) leads nowhere, for its port "
                    + ports.getFirst().name() + " is down; ip link set dev "
                    + ports.getFirst().name() + " up");
        }
        return problems;
    }

    /** Why it is no bridge for instances; {@code port} is what would be its port. */
    private static Optional<String> unusable(String bridge, String port, Collection<Link> links) {
        Optional<Link> found = find(bridge, links);
        if (found.isEmpty()) {
            return Optional.of("there is no bridge " + bridge
                    + " (VNET_BRIDGE); make it, with the interface to the other"
                    + " hosts as its port: ip link add " + bridge + " type bridge; ip link set " + port + " master "
                    + bridge + ", and in the host's network configuration");
        }
        Link link = found.get();
        if (!isBridge(link)) {
            return Optional.of(bridge + " (VNET_BRIDGE) is no bridge but "
                    + (link.kind().isEmpty() ? "an interface" : "a " + link.kind())
                    + "; name the bridge it is or should be a port of");
        }
        if (bridge.startsWith(LIBVIRTS)) {
            return Optional.of(
                    bridge + " (VNET_BRIDGE) is libvirt's own network, behind address translation and with a DHCP"
                            + " server of its own; name a bridge that the interface to the other hosts is a port of");
        }
        return Optional.empty();
    }

    private static Optional<String> down(String bridge, Collection<Link> links) {
        return find(bridge, links)
                .filter(link -> !link.up())
                .map(link -> bridge + " (VNET_BRIDGE) is down; ip link set dev " + bridge + " up");
    }

    private static Optional<Link> find(String bridge, Collection<Link> links) {
        return links.stream().filter(link -> link.name().equals(bridge)).findAny();
    }

    private static boolean isBridge(Link link) {
        return link.kind().equals("bridge");
    }
}
