package io.jarrah.common.contract;

/** How much a part of a network document is, in values: an address, a name, a number each. One takes about 60 bytes of XML. */
final class NetworkSize {
    static final long RULE = 6;

    private NetworkSize() {}

    static long of(NetworkSegment segment) {
        return 5;
    }

    static long of(NetworkEndpoint endpoint) {
        return 6L + endpoint.groups().size();
    }

    static long of(ClusterPeer peer) {
        return 2L + peer.prefixes().size();
    }
}
