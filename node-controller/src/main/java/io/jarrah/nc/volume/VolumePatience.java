package io.jarrah.nc.volume;

import java.time.Duration;

/**
 * How patient a node is with volumes.
 *
 * @param minPause before what failed is tried again; doubles with each further time
 * @param maxPause longest such pause
 * @param boot how long a start waits for volumes that do not answer before it goes on without them
 * @param fresh how long it is believed that a volume which answered would answer again
 */
public record VolumePatience(Duration minPause, Duration maxPause, Duration boot, Duration fresh) {
    /** For use. */
    public static final VolumePatience DEFAULT = new VolumePatience(
            Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofSeconds(30));

    /** The pause after that many tries. */
    Duration pause(int tries) {
        Duration pause = minPause.multipliedBy(1L << Math.min(Math.max(tries - 1, 0), 20));
        return pause.compareTo(maxPause) > 0 ? maxPause : pause;
    }
}
