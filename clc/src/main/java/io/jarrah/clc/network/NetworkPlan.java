package io.jarrah.clc.network;

import io.jarrah.common.net.Ipv6Prefix;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Which networks there are to have, and which addresses in them. Pure. */
public sealed interface NetworkPlan permits SlicedPlan, FlatPlan {
    /** How instances get their addresses. */
    AddressMode mode();

    /** The prefix all networks are in, such as 172.16.0.0/12. */
    String prefix();

    /** How many networks there can be. */
    int slices();

    /** How many instances one network holds. */
    int hostsPerNetwork();

    /** Bytes that fit in one packet inside a segment. */
    int mtu();

    /** VLAN tag or VXLAN id of a slice. */
    int segment(int slice);

    /** The slice that has, or would have, that VLAN tag or VXLAN id; of numbers that are out of range, one that is no slice. */
    int sliceOf(int segment);

    /** The prefix of a slice, such as 172.16.10.0/24. */
    String cidr(int slice);

    /** The IPv6 prefix that networks get theirs from; empty where they have IPv4 only. */
    default Optional<Ipv6Prefix> prefix6() {
        return Optional.empty();
    }

    /** The IPv6 prefix of a slice, of 64 bits; empty where it has IPv4 only. */
    default Optional<Ipv6Prefix> cidr6(int slice) {
        return prefix6().flatMap(all -> all.network(slice));
    }

    /** The lowest slice that is not among those taken; -1 when all are. */
    default int lowestFreeSlice(Set<Integer> taken) {
        return IntStream.range(0, slices())
                .filter(slice -> !taken.contains(slice))
                .findFirst()
                .orElse(-1);
    }

    /** The first free hosts of a slice, as many as wanted or as there are. */
    List<HostAddress> lowestFree(int slice, Set<String> taken, int wanted);

    /** Whether an address lies in a slice, be it a host's or a reserved one. */
    boolean contains(int slice, String address);

    /** Whether an address is one that a slice gives to instances. */
    boolean isHost(int slice, String address);

    /** A host by its address, for which {@link #isHost} is true. */
    HostAddress host(String address);
}
