package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.storage.reconcile.KnownStorage;
import io.jarrah.clc.storage.reconcile.StorageSteps;
import io.jarrah.clc.storage.reconcile.StorageView;
import io.jarrah.clc.storage.reconcile.StorageViews;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.VolumeSummary;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the storage controller of one zone what the rows of volumes want of it. Whatever a pass did not finish the next one does, in this process or in the one after a crash.
 */
public final class VolumeReconciler implements Reconciler<ClusterName> {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeReconciler.class);

    private final VolumeRows rows;
    private final StorageControllers controllers;
    private final StorageViews<VolumeId, ObservedVolume> views;
    private final InstantSource clock;

    public VolumeReconciler(
            Database database,
            AttachmentSecrets secrets,
            StorageControllers controllers,
            StorageViews<VolumeId, ObservedVolume> views,
            InstantSource clock) {
        this.rows = new VolumeRows(database, secrets);
        this.controllers = controllers;
        this.views = views;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterName zone) {
        StorageView<VolumeId, ObservedVolume> view = views.of(zone);
        KnownStorage<VolumeId, ObservedVolume> known = view.known();
        if (!known.synced() || !controllers.zones().contains(zone)) {
            return Result.done();
        }
        VolumePlanner.Wanted wanted = rows.wanted(zone);
        view.unexplained(zone, VolumePlanner.unexplained(wanted.rows(), known));
        VolumePlanner.Plan plan = VolumePlanner.plan(wanted, known, clock.instant());
        if (plan.equals(VolumePlanner.Plan.NOTHING)) {
            return Result.done();
        }
        new Pass(zone, view, known.epoch(), wanted.rows()).take(plan);
        return Result.after(KnownStorage.UNSEEN);
    }

    /** The steps of one pass. */
    private final class Pass {
        private final ClusterName zone;
        private final StorageView<VolumeId, ObservedVolume> view;
        private final String epoch;
        private final StorageService service;
        private final Map<VolumeId, Correlation> requests = new HashMap<>();
        private final StorageSteps steps = new StorageSteps();

        Pass(
                ClusterName zone,
                StorageView<VolumeId, ObservedVolume> view,
                String epoch,
                List<VolumeSummary> summaries) {
            this.zone = zone;
            this.view = view;
            this.epoch = epoch;
            this.service = controllers.of(zone);
            summaries.forEach(row -> requests.put(row.id(), row.request()));
        }

        void take(VolumePlanner.Plan plan) {
            for (VolumeRef end : plan.deletions()) {
                steps.attempt(() -> delete(end));
            }
            for (List<VolumeId> batch : StorageSteps.batches(plan.specs(), StorageSteps.BATCH)) {
                for (VolumeSpec spec : steps.answers() ? rows.specs(zone, batch) : List.<VolumeSpec>of()) {
                    steps.attempt(() -> apply(spec));
                }
            }
            for (List<VolumeId> batch : StorageSteps.batches(plan.forgettable(), StorageSteps.BATCH)) {
                steps.attempt(() -> {
                    service.forgetVolumes(Correlation.random(), batch);
                    view.acknowledgedForgetting(epoch, batch);
                });
            }
            steps.finish();
        }

        private void delete(VolumeRef end) {
            service.deleteVolume(request(end.id()), end);
            view.acknowledgedEnd(epoch, end.id(), end.generation(), clock.instant());
        }

        private void apply(VolumeSpec spec) {
            try {
                service.applyVolume(request(spec.id()), spec);
                view.acknowledgedSpec(epoch, spec.id(), spec.generation(), clock.instant());
            } catch (ServiceException e) {
                if (e.code() != ServiceException.Code.INVALID
                        || !rows.refused(zone, spec.id(), "the storage controller refused it", clock.instant())) {
                    throw e;
                }
                LOG.error("the storage controller of {} says that {} can never be", zone, spec.id(), e);
            }
        }

        private Correlation request(VolumeId volume) {
            return requests.getOrDefault(volume, new Correlation("none"));
        }
    }
}
