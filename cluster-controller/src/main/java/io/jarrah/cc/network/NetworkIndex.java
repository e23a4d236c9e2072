package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who has which address, by one network document; addresses are unique in a cluster. */
public final class NetworkIndex {
    private final Map<String, NetworkEndpoint> byAddress = new HashMap<>();

    public NetworkIndex(NetworkDocument document) {
        for (NetworkEndpoint endpoint : document.endpoints()) {
            byAddress.put(endpoint.privateIp(), endpoint);
            endpoint.ipv6().ifPresent(address -> byAddress.put(address, endpoint));
        }
    }

    /** The instance with that dotted, or canonical IPv6, address. */
    public Optional<NetworkEndpoint> endpoint(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }
}
