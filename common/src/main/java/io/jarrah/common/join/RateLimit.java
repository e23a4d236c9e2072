package io.jarrah.common.join;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A token bucket. */
final class RateLimit {
    private final int burst;
    private final int perSecond;
    private final InstantSource clock;
    private double available;
    private Instant filled;

    RateLimit(int burst, int perSecond, InstantSource clock) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.clock = clock;
        this.available = burst;
        this.filled = clock.instant();
    }

    synchronized boolean take() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filled, now).toNanos()) / 1e9;
        available = Math.min(burst, available + seconds * perSecond);
        filled = now;
        if (available < 1) {
            return false;
        }
        available -= 1;
        return true;
    }
}
