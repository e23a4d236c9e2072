package io.jarrah.clc.reconcile;

import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster controller acknowledged since it came up, so that it is not told the same in every pass. Kept in memory
 * only: whoever does not remember tells again, which does no harm.
 *
 * @param nodes the node registry
 * @param network the network document
 * @param runs specs by instance
 * @param terminations ends by instance
 * @param reboots reboots by instance
 */
public record Told(
        Optional<Message> nodes,
        Optional<Message> network,
        Map<InstanceId, Message> runs,
        Map<InstanceId, Message> terminations,
        Map<InstanceId, Message> reboots) {
    /** Nothing yet. */
    public static final Told NOTHING = new Told(Optional.empty(), Optional.empty(), Map.of(), Map.of(), Map.of());

    public Told {
        runs = Map.copyOf(runs);
        terminations = Map.copyOf(terminations);
        reboots = Map.copyOf(reboots);
    }

    /**
     * One acknowledged message.
     *
     * @param generation what it told
     * @param at when
     */
    public record Message(long generation, Instant at) {}
}
