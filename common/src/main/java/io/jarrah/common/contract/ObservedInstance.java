package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * What is true of one instance, as far as its node was heard last.
 *
 * @param id the instance
 * @param generation the highest generation of its spec or termination that was taken up
 * @param rebootGeneration the highest reboot request carried out
 * @param phase how far it is
 * @param node where it is; empty before it was placed
 * @param reachable false when its node is silent: all else is then as last heard, and the instance may well run
 * @param reason why, when there is something to say
 * @param since when it came to this phase
 * @param address the IPv4 address the site's DHCP server gave it, where the site does that (mode SYSTEM); empty elsewhere and before
 * @param volumes the volumes it has beside its root disk
 */
public record ObservedInstance(
        InstanceId id,
        long generation,
        long rebootGeneration,
        InstancePhase phase,
        Optional<NodeName> node,
        boolean reachable,
        Optional<StateReason> reason,
        Instant since,
        Optional<String> address,
        AttachedVolumes volumes) {
    /** One whose address is the cloud's own business, and that has no volumes. */
    public ObservedInstance(
            InstanceId id,
            long generation,
            long rebootGeneration,
            InstancePhase phase,
            Optional<NodeName> node,
            boolean reachable,
            Optional<StateReason> reason,
            Instant since) {
        this(
                id,
                generation,
                rebootGeneration,
                phase,
                node,
                reachable,
                reason,
                since,
                Optional.empty(),
                AttachedVolumes.NONE);
    }
}
