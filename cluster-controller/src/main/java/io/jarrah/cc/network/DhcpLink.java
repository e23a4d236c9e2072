package io.jarrah.cc.network;

import io.jarrah.cc.dhcp.ServerLink;
import io.jarrah.cc.os.Link;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The pair of interfaces between relay and dhcpd: what to tell {@code ip -batch} so that it is as it should be. Pure. */
final class DhcpLink {
    private static final String KIND = "veth";
    private static final String ADDRESS = ServerLink.RELAY_ADDRESS + "/" + ServerLink.PREFIX_LENGTH;

    private DhcpLink() {}

    /**
     * Makes the pair; one that is not as it should be is made anew.
     *
     * @throws IllegalStateException when an interface of someone else has the name
     */
    static List<String> plan(PlaneSettings settings, Collection<Link> links) {
        String mac = new SegmentNames(settings.cluster()).dhcpMac();
        Optional<Link> near = find(ServerLink.INTERFACE, links);
        Optional<Link> far = find(ServerLink.PEER, links);
        if (near.isPresent() ? !own(near.get(), mac) : far.isPresent()) {
            throw new IllegalStateException(
                    "interface " + near.or(() -> far).map(Link::name).orElseThrow()
                            + " exists and was not made by this cluster controller; remove or rename it, or run the cluster"
                            + " controller in a network namespace of its own");
        }
        if (near.filter(link -> good(link, List.of(ADDRESS))).isPresent()
                && far.filter(link -> good(link, List.of())).isPresent()) {
            return List.of();
        }
        List<String> make = List.of(
                "link add name " + ServerLink.INTERFACE + " address " + mac + " type veth peer name " + ServerLink.PEER,
                // Nobody is to be found there: dhcpd reads what leaves the interface.
                "link set dev " + ServerLink.INTERFACE + " arp off addrgenmode none",
                "link set dev " + ServerLink.PEER + " arp off addrgenmode none",
                "address add " + ADDRESS + " dev " + ServerLink.INTERFACE,
                "link set dev " + ServerLink.PEER + " up",
                "link set dev " + ServerLink.INTERFACE + " up");
        return near.isEmpty()
                ? make
                : Stream.concat(Stream.of("link delete dev " + ServerLink.INTERFACE), make.stream())
                        .toList();
    }

    /** Removes the pair, if it is there. */
    static List<String> removal(PlaneSettings settings, Collection<Link> links) {
        String mac = new SegmentNames(settings.cluster()).dhcpMac();
        return find(ServerLink.INTERFACE, links)
                .filter(link -> own(link, mac))
                .map(link -> List.of("link delete dev " + link.name()))
                .orElse(List.of());
    }

    private static Optional<Link> find(String name, Collection<Link> links) {
        return links.stream().filter(link -> link.name().equals(name)).findAny();
    }

    private static boolean own(Link link, String mac) {
        return link.kind().equals(KIND) && link.mac().equals(mac);
    }

    private static boolean good(Link link, List<String> addresses) {
        return link.kind().equals(KIND)
                && link.up()
                && link.noIpv6LinkLocal()
                && link.addresses().equals(addresses);
    }
}
