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

    /** What keeps instances from reaching the site's network, one line each, with what to do. */
    static List<String> problems(String bridge, Collection<Link> links) {
        Optional<Link> found = find(bridge, links);
        if (found.isEmpty()) {
            return List.of("there is no bridge " + bridge + " (VNET_BRIDGE); make it, with the interface to the site's"
                    + " network as its port: ip link add " + bridge + " type bridge; ip link set eth0 master " + bridge
                    + ", and in the host's network configuration");
        }
        Link link = found.get();
        if (!isBridge(link)) {
            return List.of(bridge + " (VNET_BRIDGE) is no bridge but "
                    + (link.kind().isEmpty() ? "an interface" : "a " + link.kind())
                    + "; name the bridge it is or should be a port of");
        }
        if (bridge.startsWith(LIBVIRTS)) {
            return List.of(
                    bridge + " (VNET_BRIDGE) is libvirt's own network, behind address translation and with a DHCP"
                            + " server of its own; name a bridge that the interface to the site's network is a port of");
        }
        List<String> problems = new ArrayList<>();
        if (!link.up()) {
            problems.add(bridge + " (VNET_BRIDGE) is down; ip link set dev " + bridge + " up");
        }
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

    private static Optional<Link> find(String bridge, Collection<Link> links) {
        return links.stream().filter(link -> link.name().equals(bridge)).findAny();
    }

    private static boolean isBridge(Link link) {
        return link.kind().equals("bridge");
    }
}
