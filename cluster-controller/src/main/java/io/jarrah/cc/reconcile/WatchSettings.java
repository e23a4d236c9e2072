package io.jarrah.cc.reconcile;

import java.time.Duration;

/**
 * How nodes are watched.
 *
 * @param describeInterval how often a node is asked for its description
 * @param longPoll how long a node may hold the question for changed instances
 * @param minPause first pause after a question that was not answered
 * @param maxPause longest such pause
 */
public record WatchSettings(Duration describeInterval, Duration longPoll, Duration minPause, Duration maxPause) {
    /** Every 3 s; held for 25 s; pauses of 100 ms to 2 s. */
    public static final WatchSettings DEFAULT = new WatchSettings(
            Duration.ofSeconds(3), Duration.ofSeconds(25), Duration.ofMillis(100), Duration.ofSeconds(2));
}
