package io.jarrah.common.soap;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** The ids of messages already taken, each until its timestamp expires. In memory: {@link RequestGate} refuses what was signed before the process started. */
final class ReplayCache {
    private record Entry(Instant expires, String id) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return expires.compareTo(other.expires);
        }
    }

    private final InstantSource clock;
    private final int capacity;
    private final Map<String, Boolean> seen = new HashMap<>();
    private final PriorityQueue<Entry> byExpiry = new PriorityQueue<>();

    ReplayCache(InstantSource clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    /** What became of an id. */
    enum Verdict {
        FRESH,
        REPLAYED,
        FULL
    }

    synchronized Verdict add(String id, Instant expires) {
        Instant now = clock.instant();
        while (!byExpiry.isEmpty() && byExpiry.peek().expires().isBefore(now)) {
            seen.remove(byExpiry.remove().id());
        }
        if (seen.containsKey(id)) {
            return Verdict.REPLAYED;
        }
        if (seen.size() >= capacity) {
            return Verdict.FULL;
        }
        seen.put(id, Boolean.TRUE);
        byExpiry.add(new Entry(expires, id));
        return Verdict.FRESH;
    }
}
