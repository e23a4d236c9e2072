package io.jarrah.common.net;

import java.util.Optional;

/**
 * An IPv4 prefix such as 172.16.10.0/24.
 *
 * @param base the network address, host bits zero
 * @param length bits of the prefix, 8 to 30
 */
public record Ipv4Prefix(int base, int length) {
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 30;

    public Ipv4Prefix {
        if (length < MIN_LENGTH || length > MAX_LENGTH || (base & ~mask(length)) != 0) {
            throw new IllegalArgumentException(
                    "a prefix of 8 to 30 bits with no host bits set is needed: " + text(base) + "/" + length);
        }
    }

    /** Reads {@code a.b.c.d/n}. */
    public static Ipv4Prefix parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash > 0 && cidr.substring(slash + 1).matches("[0-9]{1,2}")) {
            Optional<Integer> address = address(cidr.substring(0, slash));
            if (address.isPresent()) {
                return new Ipv4Prefix(address.get(), Integer.parseInt(cidr.substring(slash + 1)));
            }
        }
        throw new IllegalArgumentException("not an IPv4 prefix: \"" + cidr + "\"");
    }

    /** A dotted address as a number; empty when it is not one. */
    public static Optional<Integer> address(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        int value = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return Optional.of(value);
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
