package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstanceSummary;
import java.util.List;

/**
 * What is desired of a cluster, as its rows say.
 *
 * @param nodesGeneration of its node registry
 * @param networkGeneration of its network document
 * @param instances every row of the zone, terminated ones too
 */
public record DesiredCluster(long nodesGeneration, long networkGeneration, List<InstanceSummary> instances) {
    public DesiredCluster {
        instances = List.copyOf(instances);
    }
}
