package io.jarrah.nc.firewall;

import io.jarrah.common.net.Ipv4Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the site's DHCP server gave to guests (mode SYSTEM), noted by the kernel itself, and that they speak from nothing else: a second
 * table of family bridge, as switches have it under the names of DHCP snooping and source guard. Pure.
 *
 * <p>An acknowledgement (RFC 2131, option 53 first, as servers write it) that passes to a tap and names its guest's MAC address puts tap, MAC
 * and address into the set {@code leased}. Guests cannot forge one, since answers of guests are dropped where they speak, here and on all
 * other nodes; nor can one ask in another's name. What is in the set stays when the rules are replaced. All keys are raw parts of the frame, for
 * a set has one type of key, and nft has no name for the fields of DHCP: {@code @th,288,48} is chaddr, {@code @th,192,32} yiaddr.
 */
final class LeaseTable {
    static final String FAMILY = "bridge";
    static final String NAME = "jarrah-leases";

    private static final String TABLE = "table " + FAMILY + " " + NAME + " {\n";
    private static final String CLIENTS = "\tset clients {\n\t\ttypeof iifname . @th,288,48\n";
    private static final String LEASED = """
            \tset leased {
            \t\ttypeof iifname . @th,288,48 . @th,192,32
            \t\tsize 65535
            \t\tflags dynamic,timeout
            \t\ttimeout 30d
            \t}
            """;
    private static final String PREROUTING =
            "\tchain prerouting {\n\t\ttype filter hook prerouting priority -290; policy accept;\n";
    private static final String POSTROUTING =
            "\tchain postrouting {\n\t\ttype filter hook postrouting priority -310; policy accept;\n";
    private static final String RULES = PREROUTING
            + "\t\tiifname \"jt*\" jump from-guest\n\t}\n"
            + POSTROUTING
            + "\t\toifname \"jt*\" udp sport 67 udp dport 68 @th,64,8 2 @th,1984,24 0x350105"
            + " oifname . @th,288,48 @clients update @leased { oifname . @th,288,48 . @th,192,32 }\n\t}\n"
            + """
            \tchain from-guest {
            \t\tether type arp iifname . @nh,64,48 . @nh,112,32 @leased accept
            \t\tether type arp drop
            \t\tudp dport 67 iifname . @th,288,48 != @clients drop
            \t\tip saddr 0.0.0.0 accept
            \t\tether type ip iifname . @ll,48,48 . @nh,96,32 @leased accept
            \t\tdrop
            \t}
            """;

    private static final Pattern LEASE = Pattern.compile(
            "\"(jt\\w+)\" \\. 0x([0-9a-f]{1,12}) \\. 0x([0-9a-f]{1,8})(?: timeout \\w+)? expires (\\w+)");
    private static final Pattern ELEMENTS = Pattern.compile("(set leased \\{[^}]*?)\\s*elements = \\{[^}]*\\}");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[dhms])");
    private static final Map<String, Duration> UNITS = Map.of(
            "d", Duration.ofDays(1),
            "h", Duration.ofHours(1),
            "m", Duration.ofMinutes(1),
            "s", Duration.ofSeconds(1),
            "ms", Duration.ofMillis(1));

    private LeaseTable() {}

    /**
     * An address that a guest was given.
     *
     * @param tap the host's end of its interface
     * @param mac lower case
     * @param address dotted
     * @param left how long it is remembered from now on; the later it was given, the longer
     */
    record Lease(String tap, String mac, String address, Duration left) {}

    /**
     * One text for {@code nft -f}, one transaction: chains and clients are replaced, what was learned stays.
     *
     * @param guests the guests; an address that is known of one is put in unless the table has learned one
     * @param learned what is in the table
     */
    static String render(Collection<Guest> guests, Collection<Lease> learned) {
        StringBuilder text = new StringBuilder(TABLE)
                .append(CLIENTS)
                .append("\t}\n")
                .append(LEASED)
                .append(PREROUTING)
                .append("\t}\n")
                .append(POSTROUTING)
                .append("\t}\n\tchain from-guest {\n\t}\n}\n")
                .append("flush table " + FAMILY + " " + NAME + "\n")
                .append("flush set " + FAMILY + " " + NAME + " clients\n")
                .append(TABLE)
                .append(CLIENTS)
                .append(elements(guests, guest -> key(guest.tap(), guest.mac())))
                .append("\t}\n")
                .append(RULES)
                .append("}\n");
        List<String> missing = missing(guests, learned)
                .map(guest -> key(guest.tap(), guest.mac(), guest.address().orElseThrow()))
                .toList();
        if (!missing.isEmpty()) {
            text.append("add element " + FAMILY + " " + NAME + " leased { ")
                    .append(String.join(", ", missing))
                    .append(" }\n");
        }
        return text.toString();
    }

    /** Whether an address is known of a guest that the table has none for: it was emptied, or nothing was acknowledged for very long. */
    static boolean isIncomplete(Collection<Guest> guests, Collection<Lease> learned) {
        return missing(guests, learned).findAny().isPresent();
    }

    private static Stream<Guest> missing(Collection<Guest> guests, Collection<Lease> learned) {
        Set<String> taps = learned.stream().map(Lease::tap).collect(Collectors.toSet());
        return guests.stream().filter(guest -> guest.address().isPresent() && !taps.contains(guest.tap()));
    }

    /** Takes out what is not a guest's any more, or was replaced by another address; empty when there is nothing to take out. */
    static String removal(Collection<Guest> guests, Collection<Lease> learned) {
        Set<String> taps = guests.stream().map(Guest::tap).collect(Collectors.toSet());
        Set<Lease> current = new HashSet<>(latest(learned).values());
        List<String> old = learned.stream()
                .filter(lease -> !taps.contains(lease.tap()) || !current.contains(lease))
                .map(lease -> key(lease.tap(), lease.mac(), lease.address()))
                .toList();
        return old.isEmpty()
                ? ""
                : "delete element " + FAMILY + " " + NAME + " leased { " + String.join(", ", old) + " }\n";
    }

    /** Reads what was learned out of the table as {@code nft list} writes it. */
    static List<Lease> leases(String shown) {
        List<Lease> leases = new ArrayList<>();
        Matcher matcher = LEASE.matcher(shown);
        while (matcher.find()) {
            leases.add(new Lease(
                    matcher.group(1),
                    mac(Long.parseLong(matcher.group(2), 16)),
                    Ipv4Prefix.text(Integer.parseUnsignedInt(matcher.group(3), 16)),
                    duration(matcher.group(4))));
        }
        return leases;
    }

    /** The latest address of each tap. */
    static Map<String, Lease> latest(Collection<Lease> leases) {
        Map<String, Lease> latest = new TreeMap<>();
        for (Lease lease : leases) {
            latest.merge(lease.tap(), lease, (a, b) -> a.left().compareTo(b.left()) >= 0 ? a : b);
        }
        return latest;
    }

    /** The table without what was learned, to see whether somebody else changed it. */
    static String fixed(String shown) {
        return ELEMENTS.matcher(shown).replaceAll("$1");
    }

    private static <T> String elements(Collection<T> items, Function<T, String> element) {
        return items.isEmpty()
                ? ""
                : "\t\telements = { " + items.stream().map(element).collect(Collectors.joining(", ")) + " }\n";
    }

    private static String key(String tap, String mac) {
        return "\"" + tap + "\" . 0x" + mac.replace(":", "");
    }

    private static String key(String tap, String mac, String address) {
        return key(tap, mac) + " . 0x%08x".formatted(Ipv4Prefix.address(address).orElseThrow());
    }

    private static String mac(long number) {
        return "%012x".formatted(number).replaceAll("(..)(?=.)", "$1:");
    }

    private static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        Matcher matcher = PART.matcher(text);
        while (matcher.find()) {
            sum = sum.plus(
                    UNITS.getOrDefault(matcher.group(2), Duration.ZERO).multipliedBy(Long.parseLong(matcher.group(1))));
        }
        return sum;
    }
}
