package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.util.Map;

/**
 * What is known of a cluster at one moment.
 *
 * @param epoch of the controller that was heard last; empty when none was since this process started
 * @param instances all it has on its books
 * @param nodes its nodes
 * @param told what it acknowledged
 */
public record KnownCluster(
        String epoch, Map<InstanceId, ObservedInstance> instances, Map<NodeName, NodeStatus> nodes, Told told) {
    /** A cluster that was not heard yet. */
    public static final KnownCluster SILENT = new KnownCluster("", Map.of(), Map.of(), Told.NOTHING);

    public KnownCluster {
        instances = Map.copyOf(instances);
        nodes = Map.copyOf(nodes);
    }

    /** Whether its controller was heard since this process started; nothing is concluded from silence before. */
    public boolean synced() {
        return !epoch.isEmpty();
    }

    /** Whether the node is there and answers, so that what it does not report is not there. */
    public boolean hears(NodeName node) {
        NodeStatus status = nodes.get(node);
        return status != null && status.health() != Health.UNREACHABLE;
    }
}
