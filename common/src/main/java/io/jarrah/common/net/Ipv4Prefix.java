package io.jarrah.common.net;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 prefix such as 172.16.10.0/24.
 *
 * @param base the network address, host bits zero
 * @param length bits of the prefix, 8 to 30
 */
public record Ipv4Prefix(int base, int length) {
    private static final Pattern BITS = Pattern.compile("[0-9]{1,2}");
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 30;
    private static final int PARTS = 4;

    public Ipv4Prefix {
        if (length < MIN_LENGTH || length > MAX_LENGTH || (base & ~mask(length)) != 0) {
            throw new IllegalArgumentException(
                    "a prefix of 8 to 30 bits with no host bits set is needed: " + text(base) + "/" + length);
        }
    }

    /** Reads {@code a.b.c.d/n}. */
    public static Ipv4Prefix parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash > 0 && BITS.matcher(cidr.substring(slash + 1)).matches()) {
            Optional<Integer> address = address(cidr.substring(0, slash));
            if (address.isPresent()) {
                return new Ipv4Prefix(address.get(), Integer.parseInt(cidr.substring(slash + 1)));
            }
        }
        throw new IllegalArgumentException("not an IPv4 prefix: \"" + cidr + "\"");
    }

    /** A dotted address as a number; empty when it is not one. */
    public static Optional<Integer> address(String dotted) {
        // By hand: a cluster's document has more than a hundred thousand, and patterns took half a second for them.
        int value = 0;
        int parts = 0;
        int begin = 0;
        for (int i = 0; i <= dotted.length(); i++) {
            if (i == dotted.length() || dotted.charAt(i) == '.') {
                int part = part(dotted, begin, i);
                if (part < 0 || ++parts > PARTS) {
                    return Optional.empty();
                }
                value = value << 8 | part;
                begin = i + 1;
            }
        }
        return parts == PARTS ? Optional.of(value) : Optional.empty();
    }

    /** A number from 0 to 255 without zeros before it; -1 for anything else. */
    private static int part(String dotted, int begin, int end) {
        if (end == begin || end > begin + 3 || (dotted.charAt(begin) == '0' && end > begin + 1)) {
            return -1;
        }
        int part = 0;
        for (int i = begin; i < end; i++) {
            char digit = dotted.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            part = part * 10 + digit - '0';
        }
        return part <= 255 ? part : -1;
    }

    /** The number as a dotted address. */
    public static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    /** Whether other hosts can reach one by the address: it is not of this network, loopback, link-local, multicast or above. */
    public static boolean isUnicast(int address) {
        int first = address >>> 24;
        return first > 0 && first < 224 && first != 127 && address >>> 16 != 0xa9fe;
    }

    /** The gateway's address in a tenant network (the cluster controller is it): the first host address. */
    public String gateway() {
        return text(base + 1);
    }

    /** Dotted network address. */
    public String network() {
        return text(base);
    }

    /** Dotted mask. */
    public String netmask() {
        return text(mask(length));
    }

    /** Dotted broadcast address. */
    public String broadcast() {
        return text(base | ~mask(length));
    }

    /** Whether the address lies in the prefix. */
    public boolean contains(int address) {
        return (address & mask(length)) == base;
    }

    /** Whether an instance may have the address: neither network, gateway nor broadcast. */
    public boolean isForInstances(int address) {
        return contains(address) && address != base && address != base + 1 && address != (base | ~mask(length));
    }

    /** Whether a host may have the address: neither network nor broadcast. */
    public boolean isHost(int address) {
        return contains(address) && address != base && address != (base | ~mask(length));
    }

    /** Whether any address lies in both. */
    public boolean overlaps(Ipv4Prefix other) {
        return contains(other.base) || other.contains(base);
    }

    private static int mask(int length) {
        return -1 << (32 - length);
    }

    @Override
    public String toString() {
        return network() + "/" + length;
    }
}
