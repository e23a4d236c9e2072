package io.jarrah.clc.cluster;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.id.ClusterName;

/** Reaches the controller of a cluster; a port that the gateway implements. */
@FunctionalInterface
public interface ClusterServices {
    /** The controller of that cluster; a ServiceException UNAVAILABLE when none is registered now. */
    ClusterService of(ClusterName cluster);
}
