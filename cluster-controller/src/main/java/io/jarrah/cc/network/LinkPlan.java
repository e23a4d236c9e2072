package io.jarrah.cc.network;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** Gateway addresses that it adds, with the interface that gets each. */
    Map<String, String> gateways() {
        Map<String, String> added = new TreeMap<>();
        for (String line : ip) {
            String[] words = line.split(" ", -1);
            if (line.startsWith("address add ")) {
                added.put(words[2].substring(0, words[2].indexOf('/')), words[4]);
            }
        }
        return added;
    }

    /** Whether all is as it should be. */
    public boolean isEmpty() {
        return ip.isEmpty() && bridge.isEmpty();
    }
}
