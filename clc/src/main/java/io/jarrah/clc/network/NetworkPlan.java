package io.jarrah.clc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How tenant networks are cut out of VNET_SUBNET: slice k is the k-th run of VNET_ADDRSPERNET addresses and has segment
 * {@code firstSegment + k}. In each slice address 0 is the network, 1 the gateway on the cluster controller, the last
 * the broadcast and the one before it is kept free (Eucalyptus used 2 to n-2); hosts get the lowest free one.
 */
public final class NetworkPlan {
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

    /**
     * The plan.
     *
     * @param subnet VNET_SUBNET, a prefix such as 172.16.0.0/12
     * @param addressesPerNetwork VNET_ADDRSPERNET: a power of two, 4 to 2048
     * @param firstSegment VLAN tag or VXLAN id of slice 0
     * @param maxSegment the last such number that may be given
     * @param mtu bytes that fit in one packet inside the segment: 1450 in VXLAN, 1500 in a VLAN
     */
    public NetworkPlan(String subnet, int addressesPerNetwork, int firstSegment, int maxSegment, int mtu) {
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
        this.base = Ipv4.parse(prefix.group(1)) & -size;
        this.prefixLength = Integer.parseInt(prefix.group(2));
        this.perNet = addressesPerNetwork;
        this.slices = (int) Math.min(size / addressesPerNetwork, (long) maxSegment - firstSegment + 1);
        this.firstSegment = firstSegment;
        this.mtu = mtu;
    }

    /** What all networks are cut out of: VNET_SUBNET, such as 172.16.0.0/12. */
    public String prefix() {
        return Ipv4.format(base) + "/" + prefixLength;
    }

    /** How many networks there can be. */
    public int slices() {
        return slices;
    }

    /** How many instances one network holds. */
    public int hostsPerNetwork() {
        return perNet - FIRST_HOST - 1;
    }

    /** Bytes that fit in one packet inside a segment. */
    public int mtu() {
        return mtu;
    }

    /** VLAN tag or VXLAN id of a slice. */
    public int segment(int slice) {
        return firstSegment + checked(slice);
    }

    /** The slice that has, or would have, that VLAN tag or VXLAN id; of numbers that are out of range, one that is no slice. */
    public int sliceOf(int segment) {
        return segment - firstSegment;
    }

    /** The prefix of a slice, such as 172.16.10.0/24. */
    public String cidr(int slice) {
        return Ipv4.format(address(slice, 0)) + "/" + (IPV4_BITS - Integer.numberOfTrailingZeros(perNet));
    }

    /** The lowest slice that is not among those taken; -1 when all are. */
    public int lowestFreeSlice(Set<Integer> taken) {
        for (int slice = 0; slice < slices; slice++) {
            if (!taken.contains(slice)) {
                return slice;
            }
        }
        return -1;
    }

    /** The lowest free host addresses of a slice, as many as wanted or as there are. */
    public List<String> lowestFreeAddresses(int slice, Set<String> taken, int wanted) {
        List<String> found = new ArrayList<>();
        for (int host = FIRST_HOST; host < perNet - 1 && found.size() < wanted; host++) {
            String address = Ipv4.format(address(slice, host));
            if (!taken.contains(address)) {
                found.add(address);
            }
        }
        return found;
    }

    /** Whether the text is an IPv4 address in the one form that is stored and compared: dotted, without leading zeros. */
    public static boolean isAddress(String text) {
        try {
            return Ipv4.format(Ipv4.parse(text)).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether an address lies in a slice, be it a host's or a reserved one. */
    public boolean contains(int slice, String address) {
        long place = Ipv4.parse(address) - address(slice, 0);
        return place >= 0 && place < perNet;
    }

    /** Whether an address is one that a slice gives to instances. */
    public boolean isHost(int slice, String address) {
        long place = Ipv4.parse(address) - address(slice, 0);
        return place >= FIRST_HOST && place < perNet - 1;
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
