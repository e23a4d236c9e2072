package io.jarrah.clc.snapshot.reconcile;

import io.jarrah.clc.snapshot.SnapshotSummary;
import io.jarrah.clc.snapshot.Snapshots;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.storage.reconcile.KnownStorage;
import io.jarrah.clc.storage.reconcile.StorageSteps;
import io.jarrah.clc.storage.reconcile.StorageView;
import io.jarrah.clc.storage.reconcile.StorageViews;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the storage controller of one zone what the rows of snapshots want of it. Whatever a pass did not finish the next one does, in this process or in the one after a crash.
 */
public final class SnapshotReconciler implements Reconciler<ClusterName> {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReconciler.class);
    private static final StateReason REFUSED =
            new StateReason("Server.InternalError", "Server.InternalError: the storage controller refused it");

    private final Database database;
    private final StorageControllers controllers;
    private final StorageViews<SnapshotId, ObservedSnapshot> views;
    private final Consumer<ClusterName> volumes;
    private final InstantSource clock;

    /** @param volumes makes the zone's volumes be looked at: one of them may have waited for a snapshot that can never be */
    public SnapshotReconciler(
            Database database,
            StorageControllers controllers,
            StorageViews<SnapshotId, ObservedSnapshot> views,
            Consumer<ClusterName> volumes,
            InstantSource clock) {
        this.database = database;
        this.controllers = controllers;
        this.views = views;
        this.volumes = volumes;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterName zone) {
        StorageView<SnapshotId, ObservedSnapshot> view = views.of(zone);
        KnownStorage<SnapshotId, ObservedSnapshot> known = view.known();
        if (!known.synced() || !controllers.zones().contains(zone)) {
            return Result.done();
        }
        List<SnapshotSummary> rows = database.read(session -> Snapshots.summaries(session, zone));
        view.unexplained(zone, SnapshotPlanner.unexplained(rows, known));
        SnapshotPlanner.Plan plan = SnapshotPlanner.plan(rows, known, clock.instant());
        if (plan.equals(SnapshotPlanner.Plan.NOTHING)) {
            return Result.done();
        }
        new Pass(zone, view, known.epoch(), rows).take(plan);
        return Result.after(KnownStorage.UNSEEN);
    }

    /** The steps of one pass. */
    private final class Pass {
        private final ClusterName zone;
        private final StorageView<SnapshotId, ObservedSnapshot> view;
        private final String epoch;
        private final StorageService service;
        private final Map<SnapshotId, Correlation> requests = new HashMap<>();
        private final StorageSteps steps = new StorageSteps();

        Pass(
                ClusterName zone,
                StorageView<SnapshotId, ObservedSnapshot> view,
                String epoch,
                List<SnapshotSummary> rows) {
            this.zone = zone;
            this.view = view;
            this.epoch = epoch;
            this.service = controllers.of(zone);
            rows.forEach(row -> requests.put(row.id(), row.request()));
        }

        void take(SnapshotPlanner.Plan plan) {
            for (SnapshotSpec spec : plan.specs()) {
                steps.attempt(() -> apply(spec));
            }
            for (SnapshotId end : plan.deletions()) {
                steps.attempt(() -> delete(end));
            }
            for (List<SnapshotId> batch : StorageSteps.batches(plan.forgettable(), StorageSteps.BATCH)) {
                steps.attempt(() -> {
                    service.forgetSnapshots(Correlation.random(), batch);
                    view.acknowledgedForgetting(epoch, batch);
                });
            }
            steps.finish();
        }

        private void apply(SnapshotSpec spec) {
            try {
                service.applySnapshot(request(spec.id()), spec);
                view.acknowledgedSpec(epoch, spec.id(), SnapshotListener.GENERATION, clock.instant());
            } catch (ServiceException e) {
                if (e.code() != ServiceException.Code.INVALID || !refused(spec.id())) {
                    throw e;
                }
                LOG.error("the storage controller of {} says that {} can never be", zone, spec.id(), e);
                volumes.accept(zone);
            }
        }

        /** Its owner is told. Returns false when the snapshot was heard of before. */
        private boolean refused(SnapshotId id) {
            return database.write(session -> Snapshots.inZone(session, zone, List.of(id)).stream()
                    .allMatch(row -> row.refused(REFUSED, clock.instant())));
        }

        private void delete(SnapshotId id) {
            service.deleteSnapshot(request(id), id);
            view.acknowledgedEnd(epoch, id, SnapshotListener.GENERATION, clock.instant());
        }

        private Correlation request(SnapshotId id) {
            return requests.getOrDefault(id, new Correlation("none"));
        }
    }
}
