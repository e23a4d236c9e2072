package io.jarrah.cc.lease;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Texts for nft: the tables that keep this host from answering for the cluster's networks while it is not in charge. It is in charge
 * as long as its controller renews the set {@code alive} and the kernel sees keepalived advertise, which it notes in the set
 * {@code advertised}; both lose their elements with time. Tables of two families share no set, so in that for ARP {@code alive} lasts
 * no longer than {@code advertised} would. Pure.
 */
final class GateTable {
    static final String NAME = "jarrah-lease";

    /** The set that has its one element as long as this host advertised that it is in charge. */
    static final String ADVERTISED = "advertised";

    /** That element. */
    static final String ADVERTISEMENT = "0x0";

    /** The same of any packet: nft takes no constant for the key of a set that packets change. */
    private static final String ANY_PACKET = "meta mark and " + ADVERTISEMENT;

    /** Before connection tracking. */
    private static final int PRIORITY = -350;

    private GateTable() {}

    /** Makes the tables, closed; the addresses that are behind the gate stay there. */
    static String closed(LeaseSettings settings) {
        return """
                add table inet %1$s
                flush table inet %1$s
                add table arp %1$s
                flush table arp %1$s
                """.formatted(NAME)
                + inetTable(settings)
                + arpTable(settings)
                + close()
                + also(Set.of(settings.virtualAddress()));
    }

    private static String inetTable(LeaseSettings settings) {
        return """
                table inet %1$s {
                    set alive { type ether_type; flags timeout; }
                    set awake { type ether_type; flags timeout; }
                    set %6$s { type mark; flags dynamic,timeout; }
                    set ours { type ipv4_addr; }
                    chain prerouting {
                        type filter hook prerouting priority %2$d; policy accept;
                        ip protocol vrrp iifname != %3$s drop
                        ip protocol vrrp ip saddr %4$s drop
                        meta protocol @alive %7$s @%6$s accept
                        ip daddr @ours drop
                        iifgroup %5$d drop
                        iifname %3$s ip saddr %4$s drop
                    }
                    chain forward {
                        type filter hook forward priority %2$d; policy accept;
                        meta protocol @alive %7$s @%6$s accept
                        oifgroup %5$d drop
                    }
                    chain output {
                        type filter hook output priority %2$d; policy accept;
                        ip protocol vrrp oifname %3$s @th,8,8 %8$d @th,16,8 > 0 update @%6$s { %7$s timeout %9$dms }
                        meta protocol @alive %7$s @%6$s accept
                        ip saddr @ours drop
                        oifgroup %5$d drop
                    }
                }
                """.formatted(
                        NAME,
                        PRIORITY,
                        "\"" + settings.privateInterface() + "\"",
                        settings.subnet(),
                        settings.tenants(),
                        ADVERTISED,
                        ANY_PACKET,
                        settings.routerId(),
                        KeepalivedConf.FENCE.toMillis());
    }

    private static String arpTable(LeaseSettings settings) {
        return """
                table arp %1$s {
                    set alive { type ether_type; flags timeout; }
                    set ours { type ipv4_addr; }
                    chain input {
                        type filter hook input priority %2$d; policy accept;
                        meta protocol @alive accept
                        arp daddr ip @ours drop
                        iifgroup %3$d drop
                    }
                    chain output {
                        type filter hook output priority %2$d; policy accept;
                        meta protocol @alive accept
                        arp saddr ip @ours drop
                        oifgroup %3$d drop
                    }
                }
                """.formatted(NAME, PRIORITY, settings.tenants());
    }

    /** Closes the gate. */
    static String close() {
        return """
                flush set inet %1$s alive
                flush set arp %1$s alive
                """.formatted(NAME);
    }

    /**
     * Says that the controller is awake, and opens the gate or keeps it open when it is in charge, else closes it.
     *
     * @param life of what is renewed
     * @param advertised how long what was advertised holds; empty closes the gate
     */
    static String renew(Duration life, Optional<Duration> advertised) {
        String text = renew("inet", "awake", "ip", life);
        return advertised
                .map(left -> text
                        + renew("inet", "alive", "ip", life)
                        + renew("inet", "alive", "ip6", life)
                        + renew("arp", "alive", "arp", left))
                .orElseGet(() -> text + close());
    }

    /** An element that is there keeps its end in older kernels, so it is taken out and put in, in one transaction. */
    private static String renew(String family, String set, String element, Duration life) {
        String where = " element " + family + " " + NAME + " " + set + " { " + element;
        String add = "add" + where + " timeout " + life.toMillis() + "ms }\n";
        return add + "delete" + where + " }\n" + add;
    }

    /** Puts these addresses behind the gate, too; at least one. */
    static String also(Set<String> addresses) {
        String elements = " " + NAME + " ours { " + String.join(", ", new TreeSet<>(addresses)) + " }\n";
        return "add element inet" + elements + "add element arp" + elements;
    }

    /** Makes these, and the virtual one, the addresses behind the gate. */
    static String only(LeaseSettings settings, Set<String> addresses) {
        Set<String> all = new TreeSet<>(addresses);
        all.add(settings.virtualAddress());
        return "flush set inet %1$s ours\nflush set arp %1$s ours\n".formatted(NAME) + also(all);
    }
}
