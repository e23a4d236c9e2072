package io.jarrah.cc.network;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which dhcpd serves which network. One process cannot serve all of many: it opens a socket for each interface, which
 * takes 16 ms of waiting at every start, and 1017 of them are its limit (isc-dhcp 4.4.3). So each gets so many
 * networks, and a network stays with its process as long as it exists. Pure.
 */
final class DhcpShards {
    private DhcpShards() {}

    /**
     * The process number of each segment.
     *
     * @param previous what it was before
     * @param segments all segments now
     * @param limit networks of one process
     */
    static Map<Integer, Integer> assign(Map<Integer, Integer> previous, Collection<Integer> segments, int limit) {
        Map<Integer, Integer> assigned = new TreeMap<>();
        Map<Integer, Integer> load = new HashMap<>();
        Set<Integer> fresh = new TreeSet<>();
        for (int segment : new HashSet<>(segments)) {
            Integer shard = previous.get(segment);
            if (shard == null) {
                fresh.add(segment);
            } else {
                assigned.put(segment, shard);
                load.merge(shard, 1, Integer::sum);
            }
        }
        int shard = 0;
        for (int segment : fresh) {
            while (load.getOrDefault(shard, 0) >= limit) {
                shard++;
            }
            assigned.put(segment, shard);
            load.merge(shard, 1, Integer::sum);
        }
        return assigned;
    }
}
