package io.jarrah.clc.cluster;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.id.ClusterName;
import java.util.List;

/** Reaches the controllers of a cluster; a port that the gateway implements. */
@FunctionalInterface
public interface ClusterServices {
    /**
     * One of the controllers of a cluster.
     *
     * @param name its name in the registry of components
     * @param service itself, whether it is in charge or not
     */
    record Controller(String name, ClusterService service) {}

    /**
     * Whoever is in charge of that cluster: what one controller does not answer goes to the other one. A ServiceException UNAVAILABLE when
     * none is registered now.
     */
    ClusterService of(ClusterName cluster);

    /**
     * The controller that answered {@link ClusterService#describeInstances} last, and in that epoch: for what either controller would
     * take, so that nobody's acknowledgement is taken for another's. A ServiceException UNAVAILABLE when another answered since.
     *
     * @param epoch of the revision that it answered with
     */
    default ClusterService heard(ClusterName cluster, String epoch) {
        return of(cluster);
    }

    /** All registered controllers of that cluster, by name. */
    default List<Controller> controllers(ClusterName cluster) {
        return List.of(new Controller(cluster.value(), of(cluster)));
    }
}
