package io.jarrah.cc.books;

import java.time.Duration;

/**
 * How the cluster is run.
 *
 * @param policy how nodes are chosen
 * @param silence a node that did not answer for so long is UNREACHABLE
 * @param placementLimit an instance that fits nowhere for so long ends with Server.InsufficientInstanceCapacity
 * @param refusalPause a node that refused an instance for want of room is not asked again for so long
 */
public record BooksSettings(SchedulingPolicy policy, Duration silence, Duration placementLimit, Duration refusalPause) {
    /** ROUNDROBIN, 10 s of silence, 60 s of waiting for room, 10 s after a refusal. */
    public static final BooksSettings DEFAULT = new BooksSettings(
            SchedulingPolicy.ROUNDROBIN, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));
}
