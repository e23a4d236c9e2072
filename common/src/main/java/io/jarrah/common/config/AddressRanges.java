package io.jarrah.common.config;

import io.jarrah.common.net.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A set of IPv4 addresses, as an administrator writes it: single addresses, ranges {@code 10.0.0.10-10.0.0.20} and prefixes
 * {@code 10.0.0.0/24}, separated by blanks. Of a prefix up to /30 the first and the last address are left out, because they are
 * not a host's; who wants them writes a range. The addresses are numbered from 0 in ascending order.
 */
public final class AddressRanges {
    /** How many addresses there may be at most. */
    public static final int MAX_SIZE = 65_536;

    /** No address. */
    public static final AddressRanges NONE = new AddressRanges(List.of());

    private static final List<Range> NEVER_HOSTS = List.of(
            new Range(0, 0x00ff_ffffL, "0.0.0.0/8"),
            new Range(0x7f00_0000L, 0x7fff_ffffL, "127.0.0.0/8"),
            new Range(0xa9fe_0000L, 0xa9fe_ffffL, "169.254.0.0/16"),
            new Range(0xe000_0000L, 0xffff_ffffL, "224.0.0.0/3"));
    private static final int BITS = 32;
    private static final int LAST_WITH_BROADCAST = 30;

    /** Both ends are included; {@code text} is what the administrator wrote. */
    private record Range(long from, long to, String text) {
        int size() {
            return (int) (to - from + 1);
        }

        boolean meets(long otherFrom, long otherTo) {
            return from <= otherTo && otherFrom <= to;
        }
    }

    /** In ascending order. */
    private final List<Range> ranges;
    /** The number of each range's first address. */
    private final int[] firsts;

    private final int size;

    private AddressRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
        this.firsts = new int[ranges.size()];
        int before = 0;
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = before;
            before += ranges.get(i).size();
        }
        this.size = before;
    }

    /**
     * Reads them; no text is no address.
     *
     * @throws IllegalArgumentException naming the part that is malformed, overlaps another one, is no address a host can have, or is too much
     */
    public static AddressRanges parse(String text) {
        List<Range> ranges = new ArrayList<>();
        long size = 0;
        for (String part : text.strip().split("\\s+", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            Range range = range(part);
            size += range.to() - range.from() + 1;
            if (size > MAX_SIZE) {
                throw new IllegalArgumentException("with " + quoted(part) + " there are " + size
                        + " addresses; at most " + MAX_SIZE + " are allowed");
            }
            ranges.add(range);
        }
        ranges.sort(Comparator.comparingLong(Range::from));
        for (int i = 1; i < ranges.size(); i++) {
            Range before = ranges.get(i - 1);
            if (before.to() >= ranges.get(i).from()) {
                throw new IllegalArgumentException(quoted(ranges.get(i).text()) + " overlaps " + quoted(before.text()));
            }
        }
        return new AddressRanges(ranges);
    }

    private static Range range(String part) {
        int slash = part.indexOf('/');
        int hyphen = part.indexOf('-');
        Range range;
        if (slash >= 0) {
            range = prefix(part, address(part, part.substring(0, slash)), part.substring(slash + 1));
        } else if (hyphen >= 0) {
            range = new Range(
                    address(part, part.substring(0, hyphen)), address(part, part.substring(hyphen + 1)), part);
        } else {
            long one = address(part, part);
            range = new Range(one, one, part);
        }
        if (range.to() < range.from()) {
            throw new IllegalArgumentException(quoted(part) + " ends before it begins");
        }
        if (range.to() - range.from() >= MAX_SIZE) {
            throw new IllegalArgumentException(quoted(part) + " has " + (range.to() - range.from() + 1)
                    + " addresses; at most " + MAX_SIZE + " are allowed");
        }
        for (Range never : NEVER_HOSTS) {
            if (never.meets(range.from(), range.to())) {
                throw new IllegalArgumentException(
                        quoted(part) + " has addresses of " + never.text() + ", which no host can have");
            }
        }
        return range;
    }

    private static Range prefix(String part, long address, String lengthText) {
        int length = lengthText.matches("[0-9]{1,2}") ? Integer.parseInt(lengthText) : BITS + 1;
        if (length < 1 || length > BITS) {
            throw new IllegalArgumentException(quoted(part) + " has no prefix length from 1 to 32");
        }
        long count = 1L << (BITS - length);
        if ((address & (count - 1)) != 0) {
            throw new IllegalArgumentException(quoted(part) + " is no prefix; "
                    + Ipv4Prefix.text((int) (address & -count)) + "/" + length + " is");
        }
        return length <= LAST_WITH_BROADCAST
                ? new Range(address + 1, address + count - 2, part)
                : new Range(address, address + count - 1, part);
    }

    private static long address(String part, String dotted) {
        return Ipv4Prefix.address(dotted)
                .map(Integer::toUnsignedLong)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                quoted(part)
                                        + " is none of an address (10.0.0.10), a range (10.0.0.10-10.0.0.20) and a prefix (10.0.0.0/24)"));
    }

    /** How many addresses there are. */
    public int size() {
        return size;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The address with that number, from 0. */
    public String get(int index) {
        Objects.checkIndex(index, size);
        int found = Arrays.binarySearch(firsts, index);
        int at = found >= 0 ? found : -found - 2;
        return Ipv4Prefix.text((int) (ranges.get(at).from() + index - firsts[at]));
    }

    /** The number of an address; empty when it is not among them. */
    public OptionalInt indexOf(String dotted) {
        Optional<Integer> address = Ipv4Prefix.address(dotted);
        return address.isEmpty() ? OptionalInt.empty() : indexOf(Integer.toUnsignedLong(address.get()));
    }

    private OptionalInt indexOf(long value) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (value < range.from()) {
                high = middle - 1;
            } else if (value > range.to()) {
                low = middle + 1;
            } else {
                return OptionalInt.of(firsts[middle] + (int) (value - range.from()));
            }
        }
        return OptionalInt.empty();
    }

    /**
     * The part, as it was written, that shares addresses with a prefix.
     *
     * @param prefix such as 172.16.0.0/12; its lower bits do not matter
     */
    public Optional<String> partWithin(String prefix) {
        int slash = prefix.indexOf('/');
        long count = 1L << (BITS - Integer.parseInt(prefix.substring(slash + 1)));
        long from = address(prefix, prefix.substring(0, slash)) & -count;
        return ranges.stream()
                .filter(range -> range.meets(from, from + count - 1))
                .map(Range::text)
                .findFirst();
    }

    private static String quoted(String part) {
        return "\"" + part + "\"";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRanges that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return String.join(" ", ranges.stream().map(Range::text).toList());
    }
}
