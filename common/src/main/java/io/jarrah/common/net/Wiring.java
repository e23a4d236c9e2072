package io.jarrah.common.net;

/** How tenants' networks get from one host of a cluster to another. Every host of a cluster has the same. */
public enum Wiring {
    /** Each network is a VXLAN between the hosts. */
    VXLAN(16_777_214, 1450),
    /** Each network is an 802.1q VLAN, whose tag the switches between the hosts let pass. */
    VLAN(4094, 1500),
    /** All networks share one layer 2, the one that the hosts themselves are in; only addresses tell them apart. */
    SHARED(16_777_214, 1500);

    private final int maxSegment;
    private final int mtu;

    Wiring(int maxSegment, int mtu) {
        this.maxSegment = maxSegment;
        this.mtu = mtu;
    }

    /** The largest number a network may have; the smallest is 1. */
    public int maxSegment() {
        return maxSegment;
    }

    /** Bytes that fit in one packet of a network where the hosts' own have 1500. */
    public int mtu() {
        return mtu;
    }
}
