package io.jarrah.nc.simulated;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Draws delays from a timing model. */
final class Delays {
    private final double spread;
    private final RandomGenerator random;

    Delays(double spread, RandomGenerator random) {
        this.spread = spread;
        this.random = random;
    }

    long millis(Duration typical) {
        double factor = spread == 0 ? 1 : random.nextDouble(1 - spread, 1 + spread);
        return Math.round(typical.toMillis() * factor);
    }
}
