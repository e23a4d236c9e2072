package io.jarrah.clc.reconcile;

import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.cluster.ClusterServices.Controller;
import io.jarrah.clc.cluster.ControllerDuties;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a cluster's controller that is not in charge ready to take over: it has the document and the nodes, so that it needs nobody
 * when the other one is gone. Beside the reconciler of the cluster, which must not wait for one that is silent.
 */
public final class Standbys implements Reconciler<ClusterName> {
    private static final Logger LOG = LoggerFactory.getLogger(Standbys.class);
    private static final String IN_CHARGE = "in charge";
    private static final String STANDS_BY = "stands by";
    private static final String SILENT = "does not answer: ";

    private final ClusterRows rows;
    private final ClusterDirectory directory;
    private final ClusterServices services;
    private final ControllerDuties duties;

    Standbys(ClusterRows rows, ClusterDirectory directory, ClusterServices services, ControllerDuties duties) {
        this.rows = rows;
        this.directory = directory;
        this.services = services;
        this.duties = duties;
    }

    @Override
    public Result reconcile(ClusterName cluster) {
        List<Controller> controllers = services.controllers(cluster);
        if (controllers.size() < 2) {
            controllers.forEach(controller -> duties.forget(controller.name()));
            return Result.done();
        }
        List<String> inCharge = new ArrayList<>();
        for (Controller controller : controllers) {
            try {
                ClusterDescription said = controller.service().describeCluster(Correlation.random());
                if (said.inCharge()) {
                    inCharge.add(controller.name());
                } else {
                    bringUpToDate(cluster, controller, said);
                }
                note(cluster, controller, said.inCharge() ? IN_CHARGE : STANDS_BY);
            } catch (ServiceException e) {
                note(cluster, controller, SILENT + e.getMessage());
            }
        }
        if (inCharge.size() > 1) {
            LOG.error(
                    "both controllers of cluster {} say that they are in charge: {}; do they have the same VNET_VIRTUALIP and"
                            + " VNET_VRID, and hear each other on VNET_PRIVINTERFACE?",
                    cluster,
                    inCharge);
        }
        return Result.done();
    }

    private void bringUpToDate(ClusterName cluster, Controller controller, ClusterDescription said) {
        ClusterRows.Generations wanted = rows.generations(cluster);
        if (said.nodesGeneration() < wanted.nodes()) {
            controller
                    .service()
                    .applyNodes(Correlation.random(), new NodeRegistry(wanted.nodes(), directory.nodes(cluster)));
        }
        if (said.networkGeneration() < wanted.network()) {
            controller.service().applyNetwork(Correlation.random(), rows.network(cluster));
        }
    }

    private void note(ClusterName cluster, Controller controller, String duty) {
        if (!duties.note(controller.name(), duty)) {
            return;
        }
        if (duty.startsWith(SILENT)) {
            LOG.warn("controller {} of cluster {} {}", controller.name(), cluster, duty);
        } else {
            LOG.info("controller {} of cluster {}: {}", controller.name(), cluster, duty);
        }
    }
}
