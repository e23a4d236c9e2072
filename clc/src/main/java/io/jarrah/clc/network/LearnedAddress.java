package io.jarrah.clc.network;

import io.jarrah.common.net.Ipv4Prefix;
import java.util.Optional;

/** What a node may say of an instance's address in mode SYSTEM. Pure. */
public final class LearnedAddress {
    private static final int FIRST_MULTICAST = 224;
    private static final int LOOPBACK = 127;
    private static final int LINK_LOCAL = 0xa9fe;

    private LearnedAddress() {}

    /**
     * Whether a host of that network can have the address.
     *
     * @param cidr the network's prefix; 0.0.0.0/0 when it is not known
     */
    public static boolean isPossible(String address, String cidr) {
        Optional<Integer> number = Ipv4Prefix.address(address).filter(LearnedAddress::isHost);
        return number.isPresent()
                && (cidr.endsWith("/0") || Ipv4Prefix.parse(cidr).isHost(number.get()));
    }

    private static boolean isHost(int address) {
        int first = address >>> 24;
        return first > 0 && first < FIRST_MULTICAST && first != LOOPBACK && address >>> 16 != LINK_LOCAL;
    }
}
