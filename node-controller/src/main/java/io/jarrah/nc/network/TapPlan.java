package io.jarrah.nc.network;

import io.jarrah.nc.os.IpCommand.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be done to the host's ends of running instances' interfaces: libvirt plugs them in once, when an instance starts. Pure. */
final class TapPlan {
    private TapPlan() {}

    /**
     * Lines for {@code ip -batch} that plug taps into their bridges, such as after somebody deleted a bridge.
     *
     * @param bridges the bridge of each tap, by the tap's name; taps that are not there, since their instance does not run, are left out
     */
    static List<String> of(Map<String, String> bridges, List<Link> links) {
        List<String> lines = new ArrayList<>();
        for (Link tap : links) {
            String bridge = bridges.get(tap.name());
            if (bridge != null) {
                lines.addAll(silence(tap));
                if (!tap.bridge().equals(Optional.of(bridge))) {
                    lines.add("link set dev " + tap.name() + " master " + bridge + " up");
                }
            }
        }
        return lines;
    }

    /** The host has no address of its own where guests could hear it; the kernel gives one to every link that comes up. */
    static List<String> silence(Link link) {
        return link.ipv6()
                ? List.of(
                        "link set dev " + link.name() + " addrgenmode none",
                        "address flush dev " + link.name() + " scope link")
                : List.of();
    }
}
