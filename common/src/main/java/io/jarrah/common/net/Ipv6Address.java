package io.jarrah.common.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IPv6 address.
 *
 * @param high the first 64 bits: routing prefix and subnet
 * @param low the last 64 bits: the interface
 */
public record Ipv6Address(long high, long low) {
    private static final int GROUPS = 8;
    private static final int HALF = GROUPS / 2;
    private static final int GROUP_BITS = 16;
    private static final int GROUP_MASK = 0xffff;
    private static final int HEX = 16;
    private static final int MAX_DIGITS = 4;

    /** Reads hexadecimal groups, {@code ::} at most once; empty for all else, also for zones and IPv4 addresses at the end. */
    public static Optional<Ipv6Address> parse(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text).filter(all -> all.size() == GROUPS).map(Ipv6Address::of);
        }
        Optional<List<Integer>> before = groups(text.substring(0, gap));
        Optional<List<Integer>> after = groups(text.substring(gap + 2));
        if (before.isEmpty()
                || after.isEmpty()
                || before.get().size() + after.get().size() >= GROUPS) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(before.get());
        while (all.size() + after.get().size() < GROUPS) {
            all.add(0);
        }
        all.addAll(after.get());
        return Optional.of(of(all));
    }

    /** The same, written as RFC 5952 wants it; empty also for other spellings of an address. */
    public static Optional<Ipv6Address> canonical(String text) {
        return parse(text).filter(address -> address.toString().equals(text));
    }

    /** By hand, as in {@link Ipv4Prefix#address}: a cluster's document has tens of thousands. */
    private static Optional<List<Integer>> groups(String text) {
        List<Integer> groups = new ArrayList<>(GROUPS);
        int begin = 0;
        for (int i = 0; i <= text.length() && !text.isEmpty(); i++) {
            if (i == text.length() || text.charAt(i) == ':') {
                int group = group(text, begin, i);
                if (group < 0 || groups.size() == GROUPS) {
                    return Optional.empty();
                }
                groups.add(group);
                begin = i + 1;
            }
        }
        return Optional.of(groups);
    }

    /** One to four hexadecimal digits as a number; -1 for anything else. */
    private static int group(String text, int begin, int end) {
        if (end == begin || end > begin + MAX_DIGITS) {
            return -1;
        }
        int group = 0;
        for (int i = begin; i < end; i++) {
            char letter = text.charAt(i);
            // Java also knows digits of other scripts.
            int digit = letter < 128 ? Character.digit(letter, HEX) : -1;
            if (digit < 0) {
                return -1;
            }
            group = group * HEX + digit;
        }
        return group;
    }

    private static Ipv6Address of(List<Integer> groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < HALF; i++) {
            high = (high << GROUP_BITS) | groups.get(i);
            low = (low << GROUP_BITS) | groups.get(i + HALF);
        }
        return new Ipv6Address(high, low);
    }

    /** The address with all bits zero but the first ones. */
    public Ipv6Address masked(int bits) {
        return new Ipv6Address(high & mask(bits), low & mask(bits - Long.SIZE));
    }

    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    private int group(int index) {
        long half = index < HALF ? high : low;
        return (int) (half >>> (GROUP_BITS * (HALF - 1 - index % HALF))) & GROUP_MASK;
    }

    /** The link-local address that a host makes of its MAC address (RFC 4291, appendix A). */
    public static Ipv6Address linkLocal(String mac) {
        long number = Long.parseLong(mac.replace(":", ""), HEX);
        long interfaceId = (((number >>> 24) ^ 0x020000L) << 40) | (0xfffeL << 24) | (number & 0xffffffL);
        return new Ipv6Address(0xfe80L << 48, interfaceId);
    }

    /** As RFC 5952 says: lower case, no leading zeros, the first of the longest runs of zero groups as {@code ::}. */
    @Override
    public String toString() {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < GROUPS) {
            if (i == start) {
                text.append("::");
                i += length;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
            i++;
        }
        return text.toString();
    }
}
