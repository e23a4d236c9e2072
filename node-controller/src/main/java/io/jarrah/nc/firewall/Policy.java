package io.jarrah.nc.firewall;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the firewall of this node has to enforce. Every text in it was checked: it is put into rules as it is.
 *
 * @param guests the instances that may speak at all
 * @param groups their security groups, and those that the rules of these name
 * @param leased whether guests speak from the addresses that the site's DHCP server gave them, which {@link LeaseTable} guards
 * @param tunnels links that lead to the other nodes; what comes through them is for guests, never for the host
 * @param strangers the prefix of all guests where they are on one layer 2 with the host, which does not listen to them; else empty
 */
public record Policy(
        List<Guest> guests,
        List<SecurityGroup> groups,
        boolean leased,
        List<String> tunnels,
        Optional<Ipv4Prefix> strangers) {
    /** Nobody may speak. */
    public static final Policy CLOSED = new Policy(List.of(), List.of(), List.of());

    /** Where guests' networks are links of their own, and the document says who has which address. */
    public Policy(List<Guest> guests, List<SecurityGroup> groups, List<String> tunnels) {
        this(guests, groups, tunnels, Optional.empty());
    }

    /** Where the document says who has which address. */
    public Policy(
            List<Guest> guests, List<SecurityGroup> groups, List<String> tunnels, Optional<Ipv4Prefix> strangers) {
        this(guests, groups, false, tunnels, strangers);
    }

    /** Whether any guest speaks IPv6. */
    boolean ipv6() {
        return guests.stream().anyMatch(guest -> guest.ipv6().isPresent());
    }

    /** Takes the lists in any order and keeps them sorted, so that equal policies give equal texts. */
    public Policy {
        guests = guests.stream().sorted(Comparator.comparing(Guest::id)).toList();
        groups = groups.stream().sorted(Comparator.comparing(SecurityGroup::id)).toList();
        tunnels = tunnels.stream().sorted().distinct().toList();
    }
}
