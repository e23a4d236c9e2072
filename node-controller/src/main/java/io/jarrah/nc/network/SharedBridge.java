package io.jarrah.nc.network;

import io.jarrah.nc.os.IpCommand.Link;
import java.util.List;
import java.util.Optional;

/** The administrator's bridge where all networks share one layer 2; nothing of it is ever changed here. Pure. */
final class SharedBridge {
    private SharedBridge() {}

    /** Why instances that are plugged into it would reach nobody; empty when they would. */
    static Optional<String> obstacle(Uplink uplink, List<Link> links) {
        String name = uplink.bridge();
        String which = name + " (VNET_BRIDGE) ";
        Optional<Link> bridge = find(name, links);
        if (bridge.isEmpty()) {
            return Optional.of("there is no bridge " + which + "for the instances; make it, with " + uplink.device()
                    + " (VNET_PRIVINTERFACE) as a port");
        }
        if (!bridge.get().kind().equals("bridge")) {
            return Optional.of(which + "is not a bridge; name one that has " + uplink.device()
                    + " (VNET_PRIVINTERFACE) as a port");
        }
        if (!bridge.get().up()) {
            return Optional.of(which + "is down; ip link set dev " + name + " up");
        }
        boolean plugged = find(uplink.device(), links)
                .flatMap(Link::bridge)
                .filter(name::equals)
                .isPresent();
        if (!plugged) {
            return Optional.of(uplink.device() + " (VNET_PRIVINTERFACE) is not a port of " + which
                    + "so instances would reach no other host; ip link set dev " + uplink.device() + " master " + name
                    + ", with the host's address on the bridge");
        }
        return Optional.empty();
    }

    private static Optional<Link> find(String name, List<Link> links) {
        return links.stream().filter(link -> link.name().equals(name)).findAny();
    }
}
