package io.jarrah.nc.firewall;

import io.jarrah.common.net.Ipv4Prefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may speak: one table of family bridge. Everything is a look-up in a set, so it costs a frame the same whatever the
 * number of guests. Pure.
 *
 * <p>A tap that is in no set neither sends nor gets anything. A known guest sends from its own MAC address only; ARP for its own
 * pair of addresses; IPv4 from its own address, and DHCP requests before it has one, but no DHCP answers, and none that names
 * another's MAC address as the client's; IPv6 as {@link NftIpv6} says, if it has an address of it; nothing else: no VLAN tags. It gets
 * what is for it or for all, of these protocols.
 * IPv4 and IPv6 that did not pass the rules of iptables, because they are not there, does not pass at all.
 * The host itself is on none of these bridges: a frame for the bridge's own MAC address would reach the host's services, so guests and
 * tunnels have no way up. Where all networks share one layer 2 the host is on it, too, but does not hear what has a guest's address.
 */
final class NftTable {
    static final String FAMILY = "bridge";
    static final String NAME = "jarrah";

    private static final Pattern SPEAKER =
            Pattern.compile("\"(\\w+)\" \\. [0-9a-f:]{17} \\. ([0-9.]+|[0-9a-f:]{2,39})");

    private static final String CHAINS = """
            \tchain prerouting {
            \t\ttype filter hook prerouting priority -300; policy accept;
            \t\tiifname "jt*" jump from-guest
            \t}

            \tchain input {
            \t\ttype filter hook input priority -300; policy accept;
            \t\tiifname "jt*" drop
            \t\tiifname @tunnels drop
            \t}

            \tchain forward {
            \t\ttype filter hook forward priority 100; policy accept;
            \t\tiifname "jt*" goto passed
            \t\toifname "jt*" goto passed
            \t}

            \tchain passed {
            \t\tether type { ip, ip6 } meta mark & <passed> == 0 drop
            \t\tmeta mark set meta mark & <unmarked>
            \t}

            \tchain postrouting {
            \t\ttype filter hook postrouting priority -300; policy accept;
            \t\toifname "jt*" jump to-guest
            \t}

            \tchain from-guest {
            \t\tiifname . ether saddr != @guests drop
            \t\tether type arp jump arp-from-guest
            \t\tether type ip jump ip-from-guest
            <ip6>\t\tdrop
            \t}

            \tchain arp-from-guest {
            \t\tarp htype != 1 drop
            \t\tarp ptype != ip drop
            \t\tarp hlen != 6 drop
            \t\tarp plen != 4 drop
            \t\tarp operation != { request, reply } drop
            <arp>\t\tdrop
            \t}

            \tchain ip-from-guest {
            \t\tudp sport 67 drop
            \t\tudp sport 68 udp dport 67 jump dhcp-from-guest
            <ip>\t\tip saddr 0.0.0.0 ip daddr 255.255.255.255 udp sport 68 udp dport 67 accept
            <other>\t\tdrop
            \t}

            \tchain dhcp-from-guest {
            \t\tiifname . @th,288,48 @clients return
            \t\tdrop
            \t}

            \tchain to-guest {
            <toguest>\t\toifname . ether daddr @guests accept
            \t\toifname @taps ether daddr & 01:00:00:00:00:00 == 01:00:00:00:00:00 accept
            \t\tdrop
            \t}
            """;

    private static final String TO_GUEST = "\t\tether type != { arp, ip } drop\n";

    /** What is looked at of ARP, and of IPv4 before and after DHCP requests are let pass. */
    private record Sources(String arp, String ip, String other) {}

    /** The document says who has which address. */
    private static final Sources STATED = new Sources(
            "\t\tiifname . arp saddr ether . arp saddr ip @addresses accept\n",
            "\t\tiifname . ether saddr . ip saddr @addresses accept\n",
            "");

    /** The site's DHCP server says it, and {@link LeaseTable} looks at it: here it is only looked whose MAC address it is. */
    private static final Sources LEASED =
            new Sources("\t\tiifname . arp saddr ether @guests accept\n", "", "\t\tip saddr != 0.0.0.0 accept\n");

    private NftTable() {}

    /** One text for {@code nft -f}, one transaction: the table is replaced whole, whether or not it is there. */
    static String render(Policy policy) {
        List<Guest> guests = policy.guests();
        Sources sources = policy.leased() ? LEASED : STATED;
        String table = FAMILY + " " + NAME;
        return "add table " + table + "\n"
                + "delete table " + table + "\n"
                + "table " + table + " {\n"
                + set("taps", "type ifname", guests, guest -> quoted(guest.tap()))
                + set("guests", "type ifname . ether_addr", guests, guest -> quoted(guest.tap()) + " . " + guest.mac())
                + clients(guests)
                + set(
                        "addresses",
                        "type ifname . ether_addr . ipv4_addr",
                        guests.stream()
                                .filter(guest -> guest.address().isPresent())
                                .toList(),
                        guest -> quoted(guest.tap()) + " . " + guest.mac() + " . "
                                + guest.address().orElseThrow())
                + set("tunnels", "type ifname", policy.tunnels(), NftTable::quoted)
                + policy.strangers().map(NftTable::closedTo).orElse("")
                + (policy.ipv6() ? NftIpv6.sets(guests) : "")
                + CHAINS.replace("<arp>", sources.arp())
                        .replace("<passed>", "0x%08x".formatted(IptablesRules.PASSED))
                        .replace("<unmarked>", "0x%08x".formatted(~IptablesRules.MARKS))
                        .replace("<ip>", sources.ip())
                        .replace("<other>", sources.other())
                        .replace("<ip6>", policy.ipv6() ? NftIpv6.JUMP : "")
                        .replace("<toguest>", policy.ipv6() ? NftIpv6.TO_GUEST : TO_GUEST)
                + (policy.ipv6() ? NftIpv6.CHAINS : "")
                + "}\n";
    }

    /** Where guests of other nodes are on the layer 2 of this one, they come by the same link as the other hosts. */
    private static String closedTo(Ipv4Prefix strangers) {
        return "\tchain host {\n"
                + "\t\ttype filter hook input priority -290; policy accept;\n"
                + "\t\tip saddr " + strangers + " drop\n"
                + "\t\tarp saddr ip " + strangers + " drop\n"
                + "\t}\n\n";
    }

    /**
     * Who may speak with an address.
     *
     * @param tap the host's end of the interface
     * @param address IPv4 or IPv6
     */
    record Speaker(String tap, String address) {}

    /** Reads who may speak from the table as it is written here, or as {@code nft list} writes it. */
    static Set<Speaker> speakers(String text) {
        Set<Speaker> speakers = new LinkedHashSet<>();
        Matcher matcher = SPEAKER.matcher(text);
        while (matcher.find()) {
            speakers.add(new Speaker(matcher.group(1), matcher.group(2)));
        }
        return speakers;
    }

    /**
     * The same pairs as {@code guests}, with the MAC address as it stands in a DHCP request: chaddr, 28 bytes into the message and 36
     * into the UDP packet. nft has no name for that field, so it is a number; a packet too short to have it matches nothing.
     */
    private static String clients(List<Guest> guests) {
        return set(
                "clients",
                "typeof iifname . @th,288,48",
                guests,
                guest -> quoted(guest.tap()) + " . 0x" + guest.mac().replace(":", ""));
    }

    static <T> String set(String name, String type, List<T> items, Function<T, String> element) {
        StringBuilder text = new StringBuilder();
        text.append("\tset ").append(name).append(" {\n\t\t").append(type).append('\n');
        if (!items.isEmpty()) {
            text.append("\t\telements = {\n");
            items.forEach(
                    item -> text.append("\t\t\t").append(element.apply(item)).append(",\n"));
            text.append("\t\t}\n");
        }
        return text.append("\t}\n\n").toString();
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }
}
