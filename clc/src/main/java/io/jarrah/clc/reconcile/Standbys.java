package io.jarrah.clc.reconcile;

import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.cluster.ClusterServices.Controller;
import io.jarrah.clc.cluster.ControllerDuties;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a cluster's controller that is not in charge ready to take over: it has the document and the nodes, so that it needs nobody
 * when the other one is gone. Beside the reconciler of the cluster, which must not wait for one that is silent.
 *
 * <p>As the one in charge, it is told once by each process of ours, then what changed, and the whole again from time to time: a
 * generation alone does not say that it holds the same.
 */
public final class Standbys implements Reconciler<ClusterName> {
    private static final Logger LOG = LoggerFactory.getLogger(Standbys.class);
    private static final String IN_CHARGE = "in charge";
    private static final String STANDS_BY = "stands by";
    private static final String SILENT = "does not answer: ";

    /**
     * What one of them acknowledged.
     *
     * @param nodes the node registry
     * @param network the network document
     */
    private record Acknowledged(Optional<Told.Message> nodes, Optional<ToldNetwork> network) {
        private static final Acknowledged NOTHING = new Acknowledged(Optional.empty(), Optional.empty());

        /** Without what it has lost since, by its own account. */
        Acknowledged held(ClusterDescription said) {
            return new Acknowledged(
                    nodes.filter(told -> told.generation() <= said.nodesGeneration()),
                    network.filter(told -> told.document().generation() <= said.networkGeneration()));
        }
    }

    private final ClusterRows rows;
    private final ClusterDirectory directory;
    private final ClusterServices services;
    private final ClusterViews views;
    private final ControllerDuties duties;
    private final InstantSource clock;

    /** By cluster, then by name of the controller; one thread works on a cluster at a time. */
    private final Map<ClusterName, Map<String, Acknowledged>> acknowledged = new ConcurrentHashMap<>();

    /** Clusters of which more than one controller said that it is in charge. */
    private final Set<ClusterName> contested = ConcurrentHashMap.newKeySet();

    Standbys(
            ClusterRows rows,
            ClusterDirectory directory,
            ClusterServices services,
            ClusterViews views,
            ControllerDuties duties,
            InstantSource clock) {
        this.rows = rows;
        this.directory = directory;
        this.services = services;
        this.views = views;
        this.duties = duties;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterName cluster) {
        List<Controller> controllers = services.controllers(cluster);
        if (controllers.size() < 2) {
            controllers.forEach(controller -> duties.forget(controller.name()));
            acknowledged.remove(cluster);
            noteInCharge(cluster, List.of());
            return Result.done();
        }
        Map<String, Acknowledged> known = acknowledged.computeIfAbsent(cluster, name -> new ConcurrentHashMap<>());
        known.keySet().retainAll(controllers.stream().map(Controller::name).toList());
        List<String> inCharge = new ArrayList<>();
        for (Controller controller : controllers) {
            try {
                ClusterDescription said = controller.service().describeCluster(Correlation.random());
                if (said.inCharge()) {
                    inCharge.add(controller.name());
                    // The reconciler of the cluster tells it now.
                    known.remove(controller.name());
                } else {
                    bringUpToDate(cluster, controller, said, known);
                }
                note(cluster, controller, said.inCharge() ? IN_CHARGE : STANDS_BY);
            } catch (ServiceException e) {
                note(cluster, controller, SILENT + e.getMessage());
            }
        }
        noteInCharge(cluster, inCharge);
        return Result.done();
    }

    private void bringUpToDate(
            ClusterName cluster, Controller controller, ClusterDescription said, Map<String, Acknowledged> known) {
        ClusterRows.Generations wanted = rows.generations(cluster);
        Instant now = clock.instant();
        Acknowledged told =
                known.getOrDefault(controller.name(), Acknowledged.NOTHING).held(said);
        if (ClusterPlanner.isDue(told.nodes(), wanted.nodes(), now)) {
            controller
                    .service()
                    .applyNodes(Correlation.random(), new NodeRegistry(wanted.nodes(), directory.nodes(cluster)));
            told = new Acknowledged(Optional.of(new Told.Message(wanted.nodes(), now)), told.network());
            known.put(controller.name(), told);
        }
        // As it was read to be told to the one in charge, for two looks at tens of thousands of rows are one too many;
        // what came since is
        // read for that one next, and this is woken then.
        Optional<NetworkDocument> read = views.of(cluster).networkRead();
        long ready = read.map(NetworkDocument::generation).orElse(wanted.network());
        if (ClusterPlanner.isDue(told.network().map(ToldNetwork::message), ready, now)) {
            NetworkDocument document = read.orElseGet(() -> rows.network(cluster));
            ToldNetwork.send(
                    controller.service(),
                    told.network(),
                    document,
                    views.of(cluster).digests());
            known.put(controller.name(), new Acknowledged(told.nodes(), Optional.of(new ToldNetwork(document, now))));
        }
    }

    private void noteInCharge(ClusterName cluster, List<String> inCharge) {
        if (inCharge.size() > 1) {
            if (contested.add(cluster)) {
                LOG.error(
                        "both controllers of cluster {} say that they are in charge: {}; do they have the same VNET_VIRTUALIP"
                                + " and VNET_VRID, and hear each other on VNET_PRIVINTERFACE?",
                        cluster,
                        inCharge);
            }
        } else if (contested.remove(cluster)) {
            LOG.info("no two controllers of cluster {} say any more that they are in charge: {}", cluster, inCharge);
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
