package io.jarrah.cc.dhcp;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How often each guest may ask: so many at once, then one in each interval. What it keeps is one number for each guest.
 * Not for several threads.
 */
final class RequestLimits {
    private final int burst;
    private final long interval;
    private final LongSupplier nanoTime;
    /** When a guest that asked once in each interval would have asked last (the generic cell rate algorithm). */
    private final Map<Long, Long> due = new HashMap<>();

    RequestLimits(int burst, Duration interval, LongSupplier nanoTime) {
        this.burst = burst;
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether the guest may ask now; if so, it counts. */
    boolean permit(long mac) {
        long now = nanoTime.getAsLong();
        long next = due.getOrDefault(mac, now);
        if (next - now < 0) {
            next = now;
        }
        if (next - now > interval * (burst - 1)) {
            return false;
        }
        due.put(mac, next + interval);
        return true;
    }

    /** Forgets all others. */
    void retain(Set<Long> macs) {
        due.keySet().retainAll(macs);
    }
}
