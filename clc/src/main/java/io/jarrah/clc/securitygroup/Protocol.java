package io.jarrah.clc.securitygroup;

import io.jarrah.common.contract.SecurityRule;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The protocols of rules: a name or an IANA number on the wire, always a number here.
 *
 * @see <a href="https://www.iana.org/assignments/protocol-numbers">IANA protocol numbers</a>
 */
public final class Protocol {
    private static final Map<String, Integer> BY_NAME = Map.of(
            "tcp", SecurityRule.TCP, "udp", SecurityRule.UDP, "icmp", SecurityRule.ICMP, "icmpv6", SecurityRule.ICMPV6);
    private static final Pattern NUMBER = Pattern.compile("-1|[0-9]{1,3}");
    private static final int HIGHEST = 255;

    private Protocol() {}

    /** The number of tcp, udp, icmp, icmpv6 (in any case), of a number from 0 to 255, and of -1 or {@code all}. */
    public static Optional<Integer> parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        Integer named = name.equals("all") ? Integer.valueOf(SecurityRule.ANY) : BY_NAME.get(name);
        if (named != null) {
            return Optional.of(named);
        }
        return NUMBER.matcher(text).matches() && Integer.parseInt(text) <= HIGHEST
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }

    /** As EC2 shows it: one of the four names, or the number. */
    public static String wireName(int protocol) {
        return switch (protocol) {
            case SecurityRule.TCP -> "tcp";
            case SecurityRule.UDP -> "udp";
            case SecurityRule.ICMP -> "icmp";
            case SecurityRule.ICMPV6 -> "icmpv6";
            default -> Integer.toString(protocol);
        };
    }

    /** Whether rules of that protocol have a range: ports, or ICMP type and code. */
    public static boolean hasRange(int protocol) {
        return hasPorts(protocol) || protocol == SecurityRule.ICMP || protocol == SecurityRule.ICMPV6;
    }

    /** Whether rules of that protocol have ports. */
    public static boolean hasPorts(int protocol) {
        return protocol == SecurityRule.TCP || protocol == SecurityRule.UDP;
    }
}
