package io.jarrah.cc.books;

import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One instance in the cluster's books: what is desired of it, where it was put, and what its node said last. A file
 * each, written before the change is answered; only {@code lastSeen} may lag behind.
 *
 * @param id the instance
 * @param generation the highest generation taken up, of a run or a termination
 * @param spec what to run, without its secrets once it is to end; empty when only its termination was ever heard of
 * @param terminate whether it is to end, which is for good
 * @param rebootGeneration how many reboots were asked for
 * @param node where it was put: from then on no other node starts it, unless this one certainly never did
 * @param refusedBy nodes that must not be asked again, since a delayed run there was countermanded
 * @param forgotten whether the cloud controller dropped it; only its node has to follow
 * @param received when it was first heard of
 * @param ended when it ended without ever having been at a node
 * @param reason why it ended that way
 * @param lastSeen what its node said last
 */
public record InstanceRecord(
        InstanceId id,
        long generation,
        Optional<InstanceSpec> spec,
        boolean terminate,
        long rebootGeneration,
        Optional<NodeName> node,
        Set<NodeName> refusedBy,
        boolean forgotten,
        Instant received,
        Optional<Instant> ended,
        Optional<StateReason> reason,
        Optional<ObservedInstance> lastSeen) {
    public InstanceRecord {
        refusedBy = Set.copyOf(refusedBy);
    }

    /** A fresh record of something to run. */
    public static InstanceRecord toRun(InstanceSpec spec, Instant now) {
        return new InstanceRecord(
                spec.id(),
                spec.generation(),
                Optional.of(spec),
                false,
                0,
                Optional.empty(),
                Set.of(),
                false,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A fresh record of something that is known by name only. */
    public static InstanceRecord ofUnknown(InstanceId id, long generation, Instant now) {
        return new InstanceRecord(
                id,
                generation,
                Optional.empty(),
                false,
                0,
                Optional.empty(),
                Set.of(),
                false,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether nothing is left of it, by the cluster's own word or its node's. */
    public boolean over() {
        return ended.isPresent()
                || lastSeen.filter(seen -> seen.phase().isFinal()).isPresent();
    }

    /** Whether it should run and has no place yet. */
    public boolean waiting() {
        return spec.isPresent() && node.isEmpty() && !terminate && !over();
    }

    InstanceRecord withSpec(InstanceSpec newSpec) {
        return new InstanceRecord(
                id,
                newSpec.generation(),
                Optional.of(newSpec),
                terminate,
                rebootGeneration,
                node,
                refusedBy,
                false,
                received,
                ended,
                reason,
                lastSeen);
    }

    InstanceRecord terminating(long newGeneration) {
        return new InstanceRecord(
                id,
                newGeneration,
                spec.map(InstanceSpec::withoutConfigDrive),
                true,
                rebootGeneration,
                node,
                refusedBy,
                false,
                received,
                ended,
                reason,
                lastSeen);
    }

    InstanceRecord withReboot(long newRebootGeneration) {
        return new InstanceRecord(
                id,
                generation,
                spec,
                terminate,
                newRebootGeneration,
                node,
                refusedBy,
                forgotten,
                received,
                ended,
                reason,
                lastSeen);
    }

    InstanceRecord at(NodeName newNode) {
        return placed(Optional.of(newNode), refusedBy);
    }

    InstanceRecord placed(Optional<NodeName> newNode, Set<NodeName> newRefusedBy) {
        return new InstanceRecord(
                id,
                generation,
                spec,
                terminate,
                rebootGeneration,
                newNode,
                newRefusedBy,
                forgotten,
                received,
                ended,
                reason,
                Optional.empty());
    }

    InstanceRecord ended(Instant when, Optional<StateReason> why) {
        return new InstanceRecord(
                id,
                generation,
                spec.map(InstanceSpec::withoutConfigDrive),
                true,
                rebootGeneration,
                node,
                refusedBy,
                forgotten,
                received,
                Optional.of(when),
                why,
                lastSeen);
    }

    InstanceRecord forgottenNow() {
        return new InstanceRecord(
                id,
                generation,
                spec,
                terminate,
                rebootGeneration,
                node,
                refusedBy,
                true,
                received,
                ended,
                reason,
                lastSeen);
    }

    InstanceRecord seen(Optional<ObservedInstance> newLastSeen) {
        boolean over = newLastSeen.filter(seen -> seen.phase().isFinal()).isPresent();
        return new InstanceRecord(
                id,
                generation,
                over ? spec.map(InstanceSpec::withoutConfigDrive) : spec,
                terminate,
                rebootGeneration,
                node,
                refusedBy,
                forgotten,
                received,
                ended,
                reason,
                newLastSeen);
    }
}
