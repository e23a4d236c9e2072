package io.jarrah.nc.simulated;

import java.time.Duration;

/**
 * How long things take in the simulation. Each delay is drawn evenly from its value times 1 ± spread.
 *
 * @param disk making a root disk
 * @param boot from the start of a domain until it runs
 * @param reboot how long a guest is away for a restart
 * @param stop how long destroying takes
 * @param volume how long a guest takes to find a new disk, or to let one go
 * @param spread 0 for none, below 1
 */
public record SimulatedTiming(
        Duration disk, Duration boot, Duration reboot, Duration stop, Duration volume, double spread) {
    /** Like a small guest under KVM on an idle host: 20, 250, 400, 30 and 100 ms, give or take a fifth. */
    public static final SimulatedTiming REALISTIC = new SimulatedTiming(
            Duration.ofMillis(20),
            Duration.ofMillis(250),
            Duration.ofMillis(400),
            Duration.ofMillis(30),
            Duration.ofMillis(100),
            0.2);

    /** Everything at once. */
    public static final SimulatedTiming INSTANT =
            new SimulatedTiming(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

    public SimulatedTiming {
        if (spread < 0 || spread >= 1) {
            throw new IllegalArgumentException("the spread must be at least 0 and below 1: " + spread);
        }
    }
}
