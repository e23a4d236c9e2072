package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.id.ClusterName;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one cluster its network.
 *
 * @param epoch of the controller that is told
 * @param controller that controller and no other, for the cluster's other one would take and acknowledge the network too
 */
record NetworkTelling(
        ClusterName cluster,
        String epoch,
        ClusterRows rows,
        ClusterView view,
        ClusterService controller,
        InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkTelling.class);

    /** What was told is known when this returns, unless another controller was heard meanwhile, to whom nothing was told yet. */
    void tell(NetworkDocument document) {
        ToldNetwork.send(controller, view.networkTold(), document, view.digests());
        if (!view.isIn(epoch)) {
            LOG.info(
                    "cluster {} was heard anew while network {} was told; its controller is told it now",
                    cluster,
                    document.generation());
            return;
        }
        // Before it counts as told: if this fails, the document is told and acknowledged once more.
        rows.networkTakenUp(cluster, document.generation());
        view.acknowledgedNetwork(epoch, document, clock.instant());
    }
}
