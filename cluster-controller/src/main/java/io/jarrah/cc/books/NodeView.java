package io.jarrah.cc.books;

import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a plan for one node depends on.
 *
 * @param node the node
 * @param records instances that were put on it, or that it speaks of
 * @param observed what it says, by instance
 * @param renewed instances whose image URLs were renewed since they were last sent
 * @param taken instances that it took a moment ago and has not spoken of yet
 * @param connected instances that the network document knows; others have to wait for a newer one
 * @param network what the node should connect and guard, when it has not taken that yet
 */
public record NodeView(
        NodeName node,
        List<InstanceRecord> records,
        Map<InstanceId, ObservedInstance> observed,
        Set<InstanceId> renewed,
        Set<InstanceId> taken,
        Set<InstanceId> connected,
        Optional<NodeNetwork> network) {
    public NodeView {
        records = List.copyOf(records);
        observed = Map.copyOf(observed);
        renewed = Set.copyOf(renewed);
        taken = Set.copyOf(taken);
        connected = Set.copyOf(connected);
    }
}
