package io.jarrah.cc.books;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.NodeName;
import java.util.Optional;

/** What the cluster says of an instance, from its record and whether its node answers. Pure. */
final class InstanceView {
    private InstanceView() {}

    /** For an instance with a record. */
    static ObservedInstance of(InstanceRecord record, boolean nodeReachable) {
        if (record.ended().isPresent()) {
            return new ObservedInstance(
                    record.id(),
                    record.generation(),
                    record.lastSeen().map(ObservedInstance::rebootGeneration).orElse(0L),
                    InstancePhase.TERMINATED,
                    record.node(),
                    true,
                    record.reason(),
                    record.ended().get());
        }
        boolean reachable = record.node().isEmpty() || nodeReachable || record.over();
        return record.lastSeen()
                .map(seen -> new ObservedInstance(
                        record.id(),
                        record.generation(),
                        seen.rebootGeneration(),
                        seen.phase(),
                        record.node(),
                        reachable,
                        seen.reason(),
                        seen.since(),
                        seen.address(),
                        seen.volumes()))
                .orElseGet(() -> new ObservedInstance(
                        record.id(),
                        record.generation(),
                        0,
                        InstancePhase.PENDING,
                        record.node(),
                        reachable,
                        Optional.empty(),
                        record.received()));
    }

    /** For an instance that only its node knows. */
    static ObservedInstance ofUnknown(ObservedInstance seen, NodeName node, boolean nodeReachable) {
        return new ObservedInstance(
                seen.id(),
                seen.generation(),
                seen.rebootGeneration(),
                seen.phase(),
                Optional.of(node),
                nodeReachable,
                seen.reason(),
                seen.since(),
                seen.address(),
                seen.volumes());
    }
}
