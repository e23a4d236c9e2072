package io.jarrah.common.net;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv6 prefix such as fd00:10:20::/48, of networks or of one.
 *
 * @param high the first 64 bits of its addresses, host bits zero
 * @param length bits of the prefix, 32 to 64
 */
public record Ipv6Prefix(long high, int length) {
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");
    private static final int MIN_LENGTH = 32;
    /** The length of one network's prefix. */
    public static final int NETWORK_LENGTH = 64;

    /** The gateway's own link-local address in every network, which guests send what they have for others to. */
    public static final String GATEWAY_LINK_LOCAL = "fe80::1";

    private static final long GATEWAY = 1;
    /** 2000::/3 and fc00::/7: what hosts can be reached by. */
    private static final int GLOBAL_SHIFT = 61;

    private static final int UNIQUE_LOCAL_SHIFT = 57;

    public Ipv6Prefix {
        boolean unicast = high >>> GLOBAL_SHIFT == 1 || high >>> UNIQUE_LOCAL_SHIFT == 0x7e;
        if (length < MIN_LENGTH || length > NETWORK_LENGTH || (high & ~mask(length)) != 0 || !unicast) {
            throw new IllegalArgumentException(
                    "an IPv6 prefix of 32 to 64 bits, of global or unique local addresses and with no host bits set, is"
                            + " needed: " + new Ipv6Address(high, 0) + "/" + length);
        }
    }

    /** Reads ADDRESS/BITS. */
    public static Ipv6Prefix parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash > 0 && BITS.matcher(cidr.substring(slash + 1)).matches()) {
            Optional<Ipv6Address> address = Ipv6Address.parse(cidr.substring(0, slash));
            if (address.isPresent() && address.get().low() == 0) {
                return new Ipv6Prefix(address.get().high(), Integer.parseInt(cidr.substring(slash + 1)));
            }
        }
        throw new IllegalArgumentException("not an IPv6 prefix: \"" + cidr + "\"");
    }

    /** The prefix of a network: 64 bits, in canonical form. */
    public static Ipv6Prefix network(String cidr) {
        Ipv6Prefix prefix = parse(cidr);
        if (prefix.length() != NETWORK_LENGTH || !prefix.toString().equals(cidr)) {
            throw new IllegalArgumentException("the IPv6 prefix of a network has 64 bits: \"" + cidr + "\"");
        }
        return prefix;
    }

    /** The network of that number in it, from 0; empty when there are not so many. */
    public Optional<Ipv6Prefix> network(int number) {
        int bits = NETWORK_LENGTH - length;
        if (number < 0 || (bits < Integer.SIZE - 1 && number >= 1 << bits)) {
            return Optional.empty();
        }
        return Optional.of(new Ipv6Prefix(high + number, NETWORK_LENGTH));
    }

    /** The gateway's address in a network; the cluster controller is it. */
    public String gateway() {
        return new Ipv6Address(high, GATEWAY).toString();
    }

    /** The address with that interface identifier. */
    public Ipv6Address address(long low) {
        return new Ipv6Address(high, low);
    }

    /** Whether an instance may have the address: it is in the prefix, and neither the routers' anycast address nor the gateway's. */
    public boolean isForInstances(Ipv6Address address) {
        return contains(address) && address.low() != 0 && address.low() != GATEWAY;
    }

    /** Whether the address lies in the prefix. */
    public boolean contains(Ipv6Address address) {
        return (address.high() & mask(length)) == high;
    }

    /** Whether an address lies in both. */
    public boolean overlaps(Ipv6Prefix other) {
        return ((high ^ other.high) & mask(Math.min(length, other.length))) == 0;
    }

    private static long mask(int length) {
        return -1L << (NETWORK_LENGTH - length);
    }

    @Override
    public String toString() {
        return new Ipv6Address(high, 0) + "/" + length;
    }
}
