package io.jarrah.cc.network;

import java.util.List;
import java.util.Map;

/**
 * What to tell {@code ip -batch} and then {@code bridge -batch}.
 *
 * @param ip lines for ip, in order
 * @param bridge lines for bridge, in order
 * @param gateways IPv4 addresses of gateways that it adds, with the interface that gets each
 */
public record LinkPlan(List<String> ip, List<String> bridge, Map<String, String> gateways) {
    public LinkPlan {
        ip = List.copyOf(ip);
        bridge = List.copyOf(bridge);
        gateways = Map.copyOf(gateways);
    }

    /** Whether all is as it should be. */
    public boolean isEmpty() {
        return ip.isEmpty() && bridge.isEmpty();
    }
}
