package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstanceSummary;
import java.util.List;

/**
 * What is desired of a cluster, as its rows say.
 *
 * @param nodesGeneration of its node registry
 * @param instances every row of the zone, terminated ones too
 */
public record DesiredCluster(long nodesGeneration, List<InstanceSummary> instances) {
    public DesiredCluster {
        instances = List.copyOf(instances);
    }
}
