package io.jarrah.clc.network;

import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How tenant networks are cut out of VNET_SUBNET: slice k is the k-th run of VNET_ADDRSPERNET addresses and has segment
 * {@code firstSegment + k}. In each slice address 0 is the network, 1 the gateway on the cluster controller, the last
 * the broadcast and the one before it is kept free (Eucalyptus used 2 to n-2); hosts get the lowest free one.
 */
public final class SlicedPlan implements NetworkPlan {
    private static final Pattern PREFIX = Pattern.compile("([0-9.]+)/([0-9]{1,2})");
    private static final int MIN_PER_NET = 4;
    private static final int MAX_PER_NET = 2048;
    private static final int IPV4_BITS = 32;
    private static final int FIRST_HOST = 2;

    private final long base;
    private final int prefixLength;
    private final int perNet;
    private final int slices;
    private final int firstSegment;
    private final int mtu;
    private final Optional<Ipv6Prefix> subnet6;

    /** A plan of networks with IPv4 only. */
    public SlicedPlan(String subnet, int addressesPerNetwork, int firstSegment, int maxSegment, int mtu) {
        this(subnet, addressesPerNetwork, firstSegment, maxSegment, mtu, Optional.empty());
    }

    /**
     * The plan.
     *
     * @param subnet VNET_SUBNET, a prefix such as 172.16.0.0/12
     * @param addressesPerNetwork VNET_ADDRSPERNET: a power of two, 4 to 2048
     * @param firstSegment VLAN tag or VXLAN id of slice 0
     * @param maxSegment the last such number that may be given
     * @param mtu bytes that fit in one packet inside the segment: 1450 in VXLAN, 1500 in a VLAN
     * @param subnet6 VNET_SUBNET6, of which slice k has the k-th 64 bits; slices beyond have IPv4 only
     */
    public SlicedPlan(
            String subnet,
            int addressesPerNetwork,
            int firstSegment,
            int maxSegment,
            int mtu,
            Optional<Ipv6Prefix> subnet6) {
        Matcher prefix = PREFIX.matcher(subnet);
        if (!prefix.matches() || Integer.parseInt(prefix.group(2)) > IPV4_BITS) {
            throw new IllegalArgumentException(
                    "VNET_SUBNET must be a prefix such as 172.16.0.0/12, not \"" + subnet + "\"");
        }
        long size = 1L << (IPV4_BITS - Integer.parseInt(prefix.group(2)));
        if (addressesPerNetwork < MIN_PER_NET
                || addressesPerNetwork > MAX_PER_NET
                || Integer.bitCount(addressesPerNetwork) != 1) {
            throw new IllegalArgumentException(
                    "VNET_ADDRSPERNET must be a power of two from 4 to 2048: " + addressesPerNetwork);
        }
        if (size < addressesPerNetwork) {
            throw new IllegalArgumentException("VNET_SUBNET " + subnet + " has " + size
                    + " addresses, too few for one network of " + addressesPerNetwork + " (VNET_ADDRSPERNET)");
        }
        if (firstSegment < 1 || firstSegment > maxSegment) {
            throw new IllegalArgumentException(
                    "the first segment must be from 1 to " + maxSegment + ": " + firstSegment);
        }
        this.base = number(prefix.group(1)) & -size;
        this.prefixLength = Integer.parseInt(prefix.group(2));
        this.perNet = addressesPerNetwork;
        this.slices = (int) Math.min(size / addressesPerNetwork, (long) maxSegment - firstSegment + 1);
        this.firstSegment = firstSegment;
        this.mtu = mtu;
        this.subnet6 = subnet6;
    }

    @Override
    public Optional<Ipv6Prefix> prefix6() {
        return subnet6;
    }

    @Override
    public String prefix() {
        return text(base) + "/" + prefixLength;
    }

    @Override
    public int slices() {
        return slices;
    }

    @Override
    public int hostsPerNetwork() {
        return perNet - FIRST_HOST - 1;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public int segment(int slice) {
        return firstSegment + checked(slice);
    }

    @Override
    public int sliceOf(int segment) {
        return segment - firstSegment;
    }

    @Override
    public String cidr(int slice) {
        return text(address(slice, 0)) + "/" + (IPV4_BITS - Integer.numberOfTrailingZeros(perNet));
    }

    @Override
    public AddressMode mode() {
        return AddressMode.MANAGED;
    }

    @Override
    public List<HostAddress> lowestFree(int slice, Set<String> taken, int wanted) {
        List<HostAddress> found = new ArrayList<>();
        for (int host = FIRST_HOST; host < perNet - 1 && found.size() < wanted; host++) {
            String address = text(address(slice, host));
            if (!taken.contains(address)) {
                found.add(HostAddress.of(address));
            }
        }
        return found;
    }

    @Override
    public boolean contains(int slice, String address) {
        long place = number(address) - address(slice, 0);
        return place >= 0 && place < perNet;
    }

    @Override
    public HostAddress host(String address) {
        return HostAddress.of(address);
    }

    @Override
    public boolean isHost(int slice, String address) {
        long place = number(address) - address(slice, 0);
        return place >= FIRST_HOST && place < perNet - 1;
    }

    private static long number(String dotted) {
        return Ipv4Prefix.address(dotted)
                .map(Integer::toUnsignedLong)
                .orElseThrow(() -> new IllegalArgumentException("not a dotted IPv4 address: \"" + dotted + "\""));
    }

    private static String text(long address) {
        return Ipv4Prefix.text((int) address);
    }

    private long address(int slice, int host) {
        return base + (long) checked(slice) * perNet + host;
    }

    private int checked(int slice) {
        if (slice < 0 || slice >= slices) {
            throw new IllegalArgumentException("there is no slice " + slice + " in a plan of " + slices);
        }
        return slice;
    }
}
