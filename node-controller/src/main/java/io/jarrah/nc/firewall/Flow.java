package io.jarrah.nc.firewall;

import static io.jarrah.common.contract.SecurityRule.ANY;
import static io.jarrah.common.contract.SecurityRule.ICMP;
import static io.jarrah.common.contract.SecurityRule.ICMPV6;
import static io.jarrah.common.contract.SecurityRule.TCP;
import static io.jarrah.common.contract.SecurityRule.UDP;

import io.jarrah.common.contract.SecurityRule;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Comparator;

/**
 * A kind of packet that a rule permits: direction, protocol and ports. All rules of a group with the same are one rule of
 * iptables.
 *
 * @param egress true for what leaves a member
 * @param protocol IANA number, or -1 for all
 * @param from lowest port, or ICMP type; -1 for all
 * @param to highest port, or ICMP code; -1 for all
 */
record Flow(boolean egress, int protocol, int from, int to) implements Comparable<Flow> {
    private static final int MAX_PORT = 65535;
    private static final Comparator<Flow> ORDER = Comparator.comparing(Flow::egress)
            .thenComparing(Flow::protocol)
            .thenComparing(Flow::from)
            .thenComparing(Flow::to);

    /** Protocol 0, which iptables takes for "all protocols". */
    private static final int HOPOPT = 0;

    /** What xtables takes for "any ICMP type", and IANA has reserved. */
    private static final int XTABLES_ANY_TYPE = 255;

    /** The flow of a rule; ports 0 to 65535 and all ports are the same. */
    static Flow of(SecurityRule rule) {
        boolean ports = rule.protocol() == TCP || rule.protocol() == UDP;
        boolean all = ports && rule.from() == 0 && rule.to() == MAX_PORT;
        return new Flow(rule.egress(), rule.protocol(), all ? ANY : rule.from(), all ? ANY : rule.to());
    }

    /**
     * Whether iptables can match it and nothing else. Protocol 0 and ICMP type 255 it takes for "any": a rule for them
     * would open everything, so they stay closed; nobody sends them. ICMPv6 is not sent over IPv4, nor ICMP over IPv6.
     */
    boolean expressible(Family family) {
        return switch (protocol) {
            case HOPOPT -> false;
            case ICMPV6 -> family == Family.IPV6 && from != XTABLES_ANY_TYPE;
            case ICMP -> family == Family.IPV4 && from != XTABLES_ANY_TYPE;
            default -> true;
        };
    }

    /** Options of iptables that match it, each followed by a blank. */
    String match() {
        return switch (protocol) {
            case ANY -> "";
            case TCP -> "-p tcp " + ports("tcp");
            case UDP -> "-p udp " + ports("udp");
            case ICMP -> "-p icmp " + type("-m icmp --icmp-type ");
            case ICMPV6 -> "-p ipv6-icmp " + type("-m icmp6 --icmpv6-type ");
            default -> "-p " + protocol + " ";
        };
    }

    private String ports(String protocolName) {
        if (from == ANY) {
            return "";
        }
        return "-m " + protocolName + " --dport " + (from == to ? from : from + ":" + to) + " ";
    }

    private String type(String option) {
        if (from == ANY) {
            return "";
        }
        return option + from + (to == ANY ? "" : "/" + to) + " ";
    }

    /**
     * Seven characters that no other flow has: a letter for protocol, family and direction (upper case for what leaves), then
     * both numbers, 16 bits each, in URL-safe Base64. Nothing shorter fits beside a group's id into the 31 characters of a
     * set's name.
     */
    String code(Family family) {
        boolean ipv4 = family == Family.IPV4;
        char letter =
                switch (protocol) {
                    case TCP -> ipv4 ? 't' : 'x';
                    case UDP -> ipv4 ? 'u' : 'v';
                    case ICMP -> 'i';
                    case ICMPV6 -> 'j';
                    default -> ipv4 ? 'p' : 'q';
                };
        int first = letter == 'p' || letter == 'q' ? protocol : from;
        byte[] numbers = ByteBuffer.allocate(4)
                .putShort((short) first)
                .putShort((short) to)
                .array();
        return (egress ? Character.toUpperCase(letter) : letter)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(numbers);
    }

    @Override
    public int compareTo(Flow other) {
        return ORDER.compare(this, other);
    }
}
