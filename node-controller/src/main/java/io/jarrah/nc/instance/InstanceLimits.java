package io.jarrah.nc.instance;

import io.jarrah.nc.volume.VolumePatience;
import java.time.Duration;

/**
 * How patient a node is.
 *
 * @param starts how often in a row a domain is started that does not stay up
 * @param minBackoff pause after the first such start; doubles with each
 * @param maxBackoff longest such pause
 * @param steady after running that long, earlier starts are forgotten
 * @param reboot how long a guest may take to restart itself before it is reset
 * @param staging how long fetching and making files may take in all
 * @param explain after waiting that long for an address or a network, the instance's reason says so
 * @param restage pause before staging is tried again
 * @param volumes how patient it is with volumes
 * @param tombstone how long a terminated instance is remembered that nobody tells to forget
 */
public record InstanceLimits(
        int starts,
        Duration minBackoff,
        Duration maxBackoff,
        Duration steady,
        Duration reboot,
        Duration staging,
        Duration explain,
        Duration restage,
        VolumePatience volumes,
        Duration tombstone) {
    /** For use. */
    public static final InstanceLimits DEFAULT = new InstanceLimits(
            6,
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            Duration.ofHours(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            VolumePatience.DEFAULT,
            Duration.ofDays(1));

    /** The pause after that many starts. */
    Duration backoff(int count) {
        Duration pause = minBackoff.multipliedBy(1L << Math.min(Math.max(count - 1, 0), 20));
        return pause.compareTo(maxBackoff) > 0 ? maxBackoff : pause;
    }
}
