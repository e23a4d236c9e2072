package io.jarrah.common.contract;

import io.jarrah.common.id.SecurityGroupId;
import java.util.Comparator;
import java.util.Optional;

/**
 * One permission of a security group: what no rule permits is dropped. A rule names either a prefix or a group.
 *
 * @param egress true for packets that leave a member, false for packets that reach one
 * @param protocol IANA number, such as 6 for TCP; {@link #ANY} for all
 * @param from lowest port of TCP and UDP, 0 to 65535; ICMP type, 0 to 255; {@link #ANY} for all, and for other protocols
 * @param to highest port of TCP and UDP, not below {@code from}; ICMP code, 0 to 255; {@link #ANY} for all, and for other
 *     protocols
 * @param cidr IPv4 or IPv6 prefix of the other side, such as 203.0.113.0/24, without host bits
 * @param group members of this group are the other side, by their private addresses
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html">IpPermission</a>
 */
public record SecurityRule(
        boolean egress, int protocol, int from, int to, Optional<String> cidr, Optional<SecurityGroupId> group)
        implements Comparable<SecurityRule> {
    /** All protocols, ports, types or codes. */
    public static final int ANY = -1;

    /** IANA number of ICMP. */
    public static final int ICMP = 1;

    /** IANA number of TCP. */
    public static final int TCP = 6;

    /** IANA number of UDP. */
    public static final int UDP = 17;

    /** IANA number of ICMPv6. */
    public static final int ICMPV6 = 58;

    private static final Comparator<SecurityRule> ORDER = Comparator.comparing(SecurityRule::egress)
            .thenComparingInt(SecurityRule::protocol)
            .thenComparingInt(SecurityRule::from)
            .thenComparingInt(SecurityRule::to)
            .thenComparing(rule -> rule.cidr().orElse(""))
            .thenComparing(rule -> rule.group().map(SecurityGroupId::value).orElse(""));

    public SecurityRule {
        if (cidr.isPresent() == group.isPresent()) {
            throw new IllegalArgumentException(
                    "a rule needs either a prefix or a group, and has " + (cidr.isPresent() ? "both" : "none"));
        }
        if (protocol < ANY || protocol > 255) {
            throw new IllegalArgumentException("protocol " + protocol + " is out of -1 to 255");
        }
        boolean sound =
                switch (protocol) {
                    case TCP, UDP -> ports(from, to);
                    case ICMP, ICMPV6 -> types(from, to);
                    default -> from == ANY && to == ANY;
                };
        if (!sound) {
            throw new IllegalArgumentException("protocol " + protocol + " cannot have the range " + from + " to " + to);
        }
    }

    private static boolean ports(int from, int to) {
        return (from == ANY && to == ANY) || (from >= 0 && from <= to && to <= 65535);
    }

    private static boolean types(int type, int code) {
        return type >= ANY && type <= 255 && code >= ANY && code <= 255 && (type != ANY || code == ANY);
    }

    /** Any order, but the same everywhere, so that equal groups give equal documents. */
    @Override
    public int compareTo(SecurityRule other) {
        return ORDER.compare(this, other);
    }
}
