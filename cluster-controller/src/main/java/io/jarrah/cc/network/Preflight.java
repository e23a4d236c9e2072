package io.jarrah.cc.network;

import io.jarrah.cc.os.Link;
import io.jarrah.cc.os.Programs;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What can be seen to be wrong with a host before anything is changed on it. */
final class Preflight {
    private Preflight() {}

    /**
     * Refuses a host that lacks a program.
     *
     * @param dhcpd path of the dhcpd program
     * @param executable whether there is a program at that path
     * @throws IllegalStateException naming every missing program and the package that has it
     */
    static void requirePrograms(String dhcpd, Predicate<Path> executable) {
        List<String> missing = new ArrayList<>();
        Programs.packages(dhcpd).forEach((program, pack) -> {
            if (!executable.test(Path.of(program))) {
                missing.add(program + " (package " + pack + ")");
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalStateException("programs are missing on this host: " + String.join(", ", missing));
        }
    }

    /** Interfaces whose addresses instances could have as well, which would then not reach each other; one line each. */
    static List<String> overlaps(PlaneSettings settings, Collection<Link> links) {
        SegmentNames names = new SegmentNames(settings.cluster());
        return links.stream()
                .filter(link -> names.ownSegment(link.name(), link.mac()).isEmpty())
                .flatMap(link -> overlaps(settings, link).stream())
                .toList();
    }

    /** The same of one interface that is not ours, though it may have gateway addresses of ours. */
    static List<String> overlaps(PlaneSettings settings, Link link) {
        List<String> gateways = link.labelled(SegmentNames.label(link.name()));
        return link.addresses().stream()
                .filter(address -> !gateways.contains(address) && overlaps(settings.subnet(), address))
                .map(address -> link.name() + " has " + address + ", which overlaps with VNET_SUBNET "
                        + settings.subnet() + "; choose another VNET_SUBNET" + advice(link.name()))
                .toList();
    }

    /** Interfaces of the configuration that are ports of a bridge: packets for addresses on them end in the bridge; one line each. */
    static List<String> stacked(PlaneSettings settings, Link outside, Link inside) {
        List<String> findings = new ArrayList<>();
        stacked("VNET_PUBINTERFACE", outside).ifPresent(findings::add);
        // A VLAN's frames are taken off before the bridge sees them, and an address that is given may be on any
        // interface.
        if (settings.wiring() == Wiring.VXLAN && settings.tunnelAddress().isEmpty()) {
            stacked("VNET_PRIVINTERFACE", inside).ifPresent(findings::add);
        }
        return findings;
    }

    /** The same of one interface. */
    static Optional<String> stacked(String setting, Link link) {
        return link.master()
                .map(master -> "interface " + link.name() + " (" + setting + ") is a port of " + master
                        + ", so addresses on it are not reached; set " + setting + "=\"" + master + "\"");
    }

    /**
     * What the interface does to packets so that they cannot be forwarded.
     *
     * @param active its features that are switched on, by ethtool's names
     */
    static List<String> offloads(String setting, Link link, Set<String> active) {
        return active.contains("large-receive-offload")
                ? List.of("interface " + link.name() + " (" + setting + ") joins packets (large-receive-offload), and"
                        + " what is joined cannot be forwarded; ethtool -K " + link.name() + " lro off")
                : List.of();
    }

    static String advice(String link) {
        return link.startsWith("virbr")
                ? ", or remove libvirt's network: virsh net-destroy default; virsh net-autostart --disable default"
                : ", or give that interface another address";
    }

    private static boolean overlaps(Ipv4Prefix subnet, String address) {
        int slash = address.indexOf('/');
        int host = Ipv4Prefix.address(address.substring(0, slash)).orElse(0);
        int length = Integer.parseInt(address.substring(slash + 1));
        int mask = length == 0 ? 0 : -1 << (32 - length);
        return subnet.contains(host) || (subnet.base() & mask) == (host & mask);
    }
}
