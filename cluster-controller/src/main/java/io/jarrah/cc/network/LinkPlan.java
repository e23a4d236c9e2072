package io.jarrah.cc.network;

import java.util.List;

/**
 * What to tell {@code ip -batch} and then {@code bridge -batch}.
 *
 * @param ip lines for ip, in order
 * @param bridge lines for bridge, in order
 */
public record LinkPlan(List<String> ip, List<String> bridge) {
    public LinkPlan {
        ip = List.copyOf(ip);
        bridge = List.copyOf(bridge);
    }

    /** Whether all is as it should be. */
    public boolean isEmpty() {
        return ip.isEmpty() && bridge.isEmpty();
    }
}
