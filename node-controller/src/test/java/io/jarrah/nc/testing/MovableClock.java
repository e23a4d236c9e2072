package io.jarrah.nc.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs with the real one, and can be moved. */
public final class MovableClock implements InstantSource {
    private final InstantSource base = InstantSource.system();
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return base.instant().plus(offset.get());
    }

    public void move(Duration by) {
        offset.accumulateAndGet(by, Duration::plus);
    }
}
