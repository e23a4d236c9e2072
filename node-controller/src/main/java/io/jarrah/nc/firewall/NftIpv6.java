package io.jarrah.nc.firewall;

import io.jarrah.common.net.Ipv6Address;
import java.util.List;

/**
 * The part of {@link NftTable} that is about IPv6; there where a guest speaks it. Pure.
 *
 * <p>A guest with an address of it sends from that address, and from link-local ones: its own, as made of its MAC address, or any other but
 * the gateway's and those made of MAC addresses, since guests with RFC 7217 have one that nobody knows before. Neighbour advertisements are
 * about these only, and so is the question whether somebody has an address already, with which one could keep a neighbour from
 * taking its own. Nobody advertises routers, redirects, asks who listens to multicast (switches would believe it to be the router), or
 * answers DHCPv6. Fragments cannot hide any of it: what concerns neighbours has a hop limit of 255, and DHCPv6 comes from a link-local
 * address; no fragment needs either.
 */
final class NftIpv6 {
    static final String JUMP = "\t\tether type ip6 jump ip6-from-guest\n";
    static final String TO_GUEST = """
            \t\tether type != { arp, ip, ip6 } drop
            \t\tether type ip6 oifname != @taps6 drop
            """;

    /** What of a neighbour's message is looked at: the 16 bytes of the target, 8 into the message. */
    private static final String TARGET = "@th,64,128";

    static final String CHAINS = """

            \tchain ip6-from-guest {
            \t\tiifname != @taps6 drop
            \t\texthdr frag exists ip6 hoplimit 255 drop
            \t\texthdr frag exists ip6 saddr fe80::/10 drop
            \t\tudp sport 547 drop
            \t\ticmpv6 type { mld-listener-query, nd-router-advert, nd-redirect, router-renumbering, 151, 152, 153 } drop
            \t\ticmpv6 type nd-neighbor-advert jump target-from-guest
            \t\tip6 saddr :: icmpv6 type nd-neighbor-solicit jump target-from-guest
            \t\tip6 saddr :: icmpv6 type { nd-neighbor-solicit, nd-router-solicit, mld-listener-report, mld2-listener-report } accept
            \t\tiifname . ether saddr . ip6 saddr @addresses6 accept
            \t\tip6 saddr != fe80::/64 drop
            \t\tip6 saddr fe80::1 drop
            \t\tiifname . ip6 saddr @links6 accept
            \t\tip6 saddr & ::ff:ff00:0 == ::ff:fe00:0 drop
            \t\taccept
            \t}

            \tchain target-from-guest {
            \t\tiifname . <target> @targets6 return
            \t\t@th,64,64 != 0xfe80000000000000 drop
            \t\t@th,128,64 1 drop
            \t\t@th,152,16 0xfffe drop
            \t}
            """.replace("<target>", TARGET);

    private NftIpv6() {}

    static String sets(List<Guest> all) {
        List<Guest> guests =
                all.stream().filter(guest -> guest.ipv6().isPresent()).toList();
        return NftTable.set("taps6", "type ifname", guests, guest -> NftTable.quoted(guest.tap()))
                + NftTable.set(
                        "addresses6",
                        "type ifname . ether_addr . ipv6_addr",
                        guests,
                        guest -> NftTable.quoted(guest.tap()) + " . " + guest.mac() + " . "
                                + guest.ipv6().orElseThrow())
                + NftTable.set(
                        "links6",
                        "type ifname . ipv6_addr",
                        guests,
                        guest -> NftTable.quoted(guest.tap()) + " . " + Ipv6Address.linkLocal(guest.mac()))
                + NftTable.set(
                        "targets6",
                        "typeof iifname . " + TARGET,
                        guests.stream()
                                .flatMap(guest -> List.of(
                                                guest.ipv6()
                                                        .flatMap(Ipv6Address::canonical)
                                                        .orElseThrow(),
                                                Ipv6Address.linkLocal(guest.mac()))
                                        .stream()
                                        .map(address -> target(guest, address)))
                                .toList(),
                        element -> element);
    }

    private static String target(Guest guest, Ipv6Address address) {
        return NftTable.quoted(guest.tap()) + " . 0x%016x%016x".formatted(address.high(), address.low());
    }
}
