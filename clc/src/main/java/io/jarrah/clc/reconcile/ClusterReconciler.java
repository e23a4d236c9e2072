package io.jarrah.clc.reconcile;

import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.cluster.ControllerDuties;
import io.jarrah.clc.image.ImageLinks;
import io.jarrah.clc.instance.InstanceSummary;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.reconcile.Beside;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one cluster what its rows want of it. A pass plans from the rows and from what was heard, and takes the steps;
 * whatever it did not finish the next pass does, in this process or in the one after a crash.
 */
public final class ClusterReconciler implements Reconciler<ClusterName> {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReconciler.class);
    private static final int BATCH = 50;
    private static final int SEPARATE_REQUESTS = 16;

    private final ClusterRows rows;
    private final ClusterDirectory directory;
    private final ClusterServices services;
    private final ClusterViews views;
    private final InstantSource clock;

    public ClusterReconciler(
            Database database,
            NetworkPlan plan,
            ImageLinks links,
            ClusterDirectory directory,
            ClusterServices services,
            ClusterViews views,
            InstantSource clock,
            RuleNotes notes) {
        this.rows = new ClusterRows(database, plan, links, notes);
        this.directory = directory;
        this.services = services;
        this.views = views;
        this.clock = clock;
    }

    /** What keeps the controllers that are not in charge up to date, from the same rows. */
    public Standbys standbys(ControllerDuties duties) {
        return new Standbys(rows, directory, services, views, duties, clock);
    }

    @Override
    public Result reconcile(ClusterName cluster) throws InterruptedException {
        return reconcile(cluster, () -> {});
    }

    /**
     * As {@link #reconcile(ClusterName)}.
     *
     * @param read run when the network has been read, if it is to be told, and nobody was told anything yet
     */
    public Result reconcile(ClusterName cluster, Runnable read) throws InterruptedException {
        if (!directory.clusters().contains(cluster)) {
            return Result.done();
        }
        List<NodeRegistration> nodes = directory.nodes(cluster);
        rows.register(cluster, nodes, clock.instant());
        ClusterView view = views.of(cluster);
        KnownCluster known = view.known();
        // Read before all else and not beside it: two looks at tens of thousands of rows hinder each other.
        Optional<NetworkDocument> network =
                ClusterPlanner.isNetworkDue(rows.generations(cluster).network(), known, clock.instant())
                        ? Optional.of(rows.network(cluster))
                        : Optional.empty();
        network.ifPresent(view::networkRead);
        read.run();
        List<ServiceException> failures = new ArrayList<>();
        Beside.Both<List<ServiceException>> both =
                Beside.run("network-" + cluster, () -> tellAllElse(cluster, view, known, nodes), () -> network.map(
                                document -> tell(cluster, view, known.epoch(), document))
                        .orElseGet(List::of));
        failures.addAll(both.here());
        failures.addAll(both.aside());
        if (!failures.isEmpty()) {
            ServiceException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return Result.done();
    }

    /** The network is told beside all else: the cluster places an instance while its network is made. Returns the failures. */
    private List<ServiceException> tell(ClusterName cluster, ClusterView view, String epoch, NetworkDocument document) {
        try {
            new NetworkTelling(cluster, epoch, rows, view, services.heard(cluster, epoch), clock).tell(document);
            return List.of();
        } catch (ServiceException e) {
            return List.of(e);
        }
    }

    private List<ServiceException> tellAllElse(
            ClusterName cluster, ClusterView view, KnownCluster known, List<NodeRegistration> nodes) {
        DesiredCluster desired = rows.desired(cluster);
        Set<InstanceId> unexplained = ClusterPlanner.unexplained(desired, known);
        if (!unexplained.isEmpty()) {
            LOG.warn("cluster {} has instances no row explains; they are left alone: {}", cluster, unexplained);
        }
        List<ClusterStep> steps = ClusterPlanner.plan(desired, known, clock.instant());
        return steps.isEmpty()
                ? List.of()
                : new Pass(cluster, view, known.epoch(), services.of(cluster), desired, nodes).takeAll(steps);
    }

    /** The steps of one pass. */
    private final class Pass {
        private final ClusterName cluster;
        private final ClusterView view;
        private final String epoch;
        private final ClusterService service;
        private final List<NodeRegistration> nodes;
        private final Map<InstanceId, Correlation> requests = new HashMap<>();

        Pass(
                ClusterName cluster,
                ClusterView view,
                String epoch,
                ClusterService service,
                DesiredCluster desired,
                List<NodeRegistration> nodes) {
            this.cluster = cluster;
            this.view = view;
            this.epoch = epoch;
            this.service = service;
            this.nodes = nodes;
            for (InstanceSummary row : desired.instances()) {
                requests.put(row.id(), row.request());
            }
        }

        /** Takes each step, also after one that failed: an end must not wait for a launch. Returns the failures. */
        List<ServiceException> takeAll(List<ClusterStep> steps) {
            List<ServiceException> failures = new ArrayList<>();
            for (ClusterStep step : steps) {
                try {
                    take(step);
                } catch (ServiceException e) {
                    failures.add(e);
                    if (e.code() == ServiceException.Code.UNAVAILABLE) {
                        break;
                    }
                }
            }
            return failures;
        }

        private void take(ClusterStep step) {
            switch (step) {
                case ClusterStep.ApplyNodes apply -> {
                    services.heard(cluster, epoch)
                            .applyNodes(Correlation.random(), new NodeRegistry(apply.generation(), nodes));
                    view.acknowledgedNodes(epoch, apply.generation(), clock.instant());
                }
                case ClusterStep.Terminate terminate ->
                    batches(terminate.instances(), InstanceRef::id).forEach((batch, correlation) -> {
                        service.terminateInstances(correlation, batch);
                        view.acknowledgedTerminations(epoch, batch, clock.instant());
                    });
                case ClusterStep.Run run ->
                    batches(run.instances(), Function.identity())
                            .forEach((batch, correlation) ->
                                    run(rows.specs(cluster, batch, clock.instant()), correlation));
                case ClusterStep.Reboot reboot ->
                    batches(reboot.instances(), InstanceRef::id).forEach((batch, correlation) -> {
                        service.rebootInstances(correlation, batch);
                        view.acknowledgedReboots(epoch, batch, clock.instant());
                    });
                case ClusterStep.Forget forget -> {
                    for (List<InstanceId> batch : chunks(forget.instances())) {
                        service.forgetInstances(Correlation.random(), batch);
                        view.acknowledgedForgetting(epoch, batch);
                    }
                }
            }
        }

        private void run(List<InstanceSpec> specs, Correlation correlation) {
            if (specs.isEmpty()) {
                return;
            }
            try {
                service.runInstances(correlation, specs);
                view.acknowledgedRuns(
                        epoch,
                        specs.stream()
                                .map(spec -> new InstanceRef(spec.id(), spec.generation()))
                                .toList(),
                        clock.instant());
            } catch (ServiceException e) {
                if (e.code() != ServiceException.Code.INVALID) {
                    throw e;
                }
                if (specs.size() == 1) {
                    InstanceId refused = specs.getFirst().id();
                    LOG.error("cluster {} says that {} can never run", cluster, refused, e);
                    rows.refused(cluster, refused, "the cluster refused it", correlation, clock.instant());
                } else {
                    specs.forEach(spec -> run(List.of(spec), correlation));
                }
            }
        }

        /** One message per API request, so that its id can be followed; mixed messages when there are very many. */
        private <T> Map<List<T>, Correlation> batches(List<T> items, Function<T, InstanceId> id) {
            Map<Correlation, List<T>> byRequest = new LinkedHashMap<>();
            for (T item : items) {
                Correlation request = requests.getOrDefault(id.apply(item), new Correlation("none"));
                byRequest.computeIfAbsent(request, key -> new ArrayList<>()).add(item);
            }
            Map<List<T>, Correlation> batches = new LinkedHashMap<>();
            if (byRequest.size() > SEPARATE_REQUESTS) {
                chunks(items).forEach(batch -> batches.put(batch, Correlation.random()));
            } else {
                byRequest.forEach((request, list) -> chunks(list).forEach(batch -> batches.put(batch, request)));
            }
            return batches;
        }

        private static <T> List<List<T>> chunks(List<T> items) {
            List<List<T>> chunks = new ArrayList<>();
            for (int from = 0; from < items.size(); from += BATCH) {
                chunks.add(List.copyOf(items.subList(from, Math.min(items.size(), from + BATCH))));
            }
            return chunks;
        }
    }
}
