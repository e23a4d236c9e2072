package io.jarrah.cc.network;

import io.jarrah.common.contract.MetadataOptions;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.List;

/**
 * How the metadata relay tells the kernel how far a packet may go (RFD 35). A Java socket has no option for the TTL, but one for the
 * traffic class: the relay writes the hop limit there, where it is the differentiated services code point, and rules of table mangle
 * make it the TTL of the packet and the code point zero again. Both have 6 bits, so every limit has a code point of its own; 64 is what
 * packets leave with anyway, and is written as 0. Pure.
 */
public final class HopLimits {
    static final String CHAIN = OwnChains.PREFIX + "HOPS";

    private static final int DSCP_SHIFT = 2;

    private HopLimits() {}

    /**
     * The traffic class (IP_TOS) of a socket whose packets are to go that far.
     *
     * @param hopLimit 1 to 64
     */
    public static int trafficClass(int hopLimit) {
        return hopLimit % MetadataOptions.MAX_HOP_LIMIT << DSCP_SHIFT;
    }

    /** The rules of {@link #CHAIN}; only packets that the relay marked meet more than two of them. */
    static List<String> rules(int relayPort) {
        return rules(relayPort, "TTL --ttl-set");
    }

    /** The same for IPv6, where the TTL is called hop limit. */
    static List<String> rules6(int relayPort) {
        return rules(relayPort, "HL --hl-set");
    }

    private static List<String> rules(int relayPort, String target) {
        List<String> rules = new ArrayList<>();
        rules.add("-p tcp -m tcp ! --sport " + relayPort + " -j RETURN");
        rules.add("! -p tcp -j RETURN");
        rules.add("-m dscp --dscp 0x00 -j RETURN");
        for (int limit = 1; limit < MetadataOptions.MAX_HOP_LIMIT; limit++) {
            rules.add("-m dscp --dscp 0x%02x -j %s %d".formatted(limit, target, limit));
        }
        rules.add("-j DSCP --set-dscp 0x00");
        return rules;
    }
}
