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
        document.endpoints().forEach(endpoint -> byAddress.put(endpoint.privateIp(), endpoint));
    }

    /** The instance with that dotted address. */
    public Optional<NetworkEndpoint> endpoint(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }
}
