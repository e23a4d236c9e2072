package io.jarrah.cc.network;

import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Wiring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether the interface towards the nodes, which is the administrator's, can carry tenants' networks the way they are wired. Pure. */
final class PrivateInterface {
    private PrivateInterface() {}

    /**
     * Passes an interface that can.
     *
     * @throws IllegalStateException when it is to have gateway addresses itself and could not, or they would cut off the hosts there
     */
    static void require(PlaneSettings settings, Link device) {
        if (settings.wiring() != Wiring.SHARED) {
            return;
        }
        String which = "interface " + device.name() + " (VNET_PRIVINTERFACE) ";
        Preflight.stacked("VNET_PRIVINTERFACE", device).ifPresent(finding -> {
            throw new IllegalStateException(finding);
        });
        if (device.name().length() > SegmentNames.MAX_LABELLED) {
            throw new IllegalStateException(which + "has a name that leaves no room for the label of gateway addresses;"
                    + " rename it to at most " + SegmentNames.MAX_LABELLED + " characters");
        }
        // What comes from there with a source in VNET_SUBNET is taken for a guest, and dropped when it is none.
        Preflight.overlaps(settings, device).stream().findFirst().ifPresent(finding -> {
            throw new IllegalStateException("with VNET_MODE=\"MANAGED-NOVLAN\", hosts beside the guests must have"
                    + " addresses outside of VNET_SUBNET, but " + finding);
        });
    }

    /** What keeps it from carrying them at this time; one line each. */
    static List<String> findings(PlaneSettings settings, Collection<Link> links, List<NetworkSegment> segments) {
        Optional<Link> found = links.stream()
                .filter(link -> link.name().equals(settings.privateInterface()))
                .findAny();
        if (found.isEmpty()) {
            return List.of("interface " + settings.privateInterface() + " (VNET_PRIVINTERFACE) is gone");
        }
        Link device = found.get();
        List<String> findings = new ArrayList<>();
        if (!device.up()) {
            findings.add(device.name() + " (VNET_PRIVINTERFACE) is down; ip link set dev " + device.name() + " up");
        }
        // Tunnels are no matter: their packets are cut into fragments.
        if (settings.wiring() != Wiring.VXLAN) {
            segments.stream().mapToInt(NetworkSegment::mtu).max().stream()
                    .filter(mtu -> mtu > device.mtu())
                    .forEach(mtu -> findings.add(device.name() + " (VNET_PRIVINTERFACE) has an MTU of " + device.mtu()
                            + ", but guests send packets of " + mtu + " bytes; ip link set dev " + device.name()
                            + " mtu " + mtu));
        }
        return findings;
    }
}
