package io.jarrah.clc.network;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Optional;

/** What a node may say of an instance's address in mode SYSTEM. Pure. */
public final class LearnedAddress {
    private LearnedAddress() {}

    /**
     * Whether a host of that network can have the address.
     *
     * @param cidr the network's prefix; {@link NetworkSegment#UNKNOWN} when it is not known
     */
    public static boolean isPossible(String address, String cidr) {
        Optional<Integer> number = Ipv4Prefix.address(address).filter(Ipv4Prefix::isUnicast);
        return number.isPresent()
                && (cidr.equals(NetworkSegment.UNKNOWN)
                        || Ipv4Prefix.parse(cidr).isHost(number.get()));
    }
}
