package io.jarrah.cc.dhcp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Requests that dhcpd has not answered yet: they are repeated a few times, so that a guest does not wait seconds for its
 * own repetition because dhcpd was just being started with a new configuration. At most one for each guest, and a
 * bounded number in all: the oldest gives way. Not for several threads.
 */
final class Unanswered {
    static final int LIMIT = 1024;
    private static final int REPETITIONS = 3;
    private static final long DELAY = Duration.ofMillis(300).toNanos();

    private final LongSupplier nanoTime;
    /** All wait equally long, so the order in which they were put is that in which they are due. */
    private final LinkedHashMap<Long, Waiting> waiting = new LinkedHashMap<>();

    Unanswered(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Waiting(ByteBuffer message, int repetitions, long due) {}

    /** The guest's request was sent to dhcpd; an earlier one of the same guest is forgotten. */
    void sent(long mac, ByteBuffer message) {
        put(mac, message, REPETITIONS);
    }

    /** The guest has its answer. */
    void answered(long mac) {
        waiting.remove(mac);
    }

    /** Time until the next is to be repeated, zero if that is now; empty when none waits. */
    Optional<Duration> pause() {
        Map.Entry<Long, Waiting> first = waiting.firstEntry();
        return first == null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, first.getValue().due() - nanoTime.getAsLong())));
    }

    /** The next request to be repeated now, which counts as sent; empty when none is due. */
    Optional<ByteBuffer> due() {
        Map.Entry<Long, Waiting> first = waiting.firstEntry();
        if (first == null || first.getValue().due() - nanoTime.getAsLong() > 0) {
            return Optional.empty();
        }
        Waiting request = first.getValue();
        waiting.remove(first.getKey());
        if (request.repetitions() > 1) {
            put(first.getKey(), request.message(), request.repetitions() - 1);
        }
        return Optional.of(request.message().duplicate());
    }

    private void put(long mac, ByteBuffer message, int repetitions) {
        waiting.remove(mac);
        if (waiting.size() >= LIMIT) {
            waiting.pollFirstEntry();
        }
        waiting.put(mac, new Waiting(message, repetitions, nanoTime.getAsLong() + DELAY));
    }
}
