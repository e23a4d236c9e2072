package io.jarrah.clc.cluster;

import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.id.ClusterName;
import java.util.List;

/** Which clusters and nodes are registered; a port to the registry of components. */
public interface ClusterDirectory {
    /** Every cluster with a registered controller that was not revoked, by name. */
    List<ClusterName> clusters();

    /** Every node registered in that cluster and not revoked, by name. */
    List<NodeRegistration> nodes(ClusterName cluster);
}
