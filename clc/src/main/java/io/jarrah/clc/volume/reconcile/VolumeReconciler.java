package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.StorageControllers;
import io.jarrah.clc.volume.VolumeSummary;
import io.jarrah.common.contract.Correlation;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the storage controller of one zone what the rows want of it. Whatever a pass did not finish the next one does, in this process or in the one after a crash.
 */
public final class VolumeReconciler implements Reconciler<ClusterName> {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeReconciler.class);
    private static final int BATCH = 50;

    private final VolumeRows rows;
    private final StorageControllers controllers;
    private final StorageViews views;
    private final InstantSource clock;

    public VolumeReconciler(
            Database database,
            AttachmentSecrets secrets,
            StorageControllers controllers,
            StorageViews views,
            InstantSource clock) {
        this.rows = new VolumeRows(database, secrets);
        this.controllers = controllers;
        this.views = views;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterName zone) {
        StorageView view = views.of(zone);
        KnownStorage known = view.known();
        if (!known.synced() || !controllers.zones().contains(zone)) {
            return Result.done();
        }
        List<VolumeSummary> summaries = rows.summaries(zone);
        report(zone, view, VolumePlanner.unexplained(summaries, known));
        VolumePlanner.Plan plan = VolumePlanner.plan(summaries, known, clock.instant());
        if (plan.equals(VolumePlanner.Plan.NOTHING)) {
            return Result.done();
        }
        List<ServiceException> failures = new Pass(zone, view, known.epoch(), summaries).take(plan);
        if (!failures.isEmpty()) {
            ServiceException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return Result.after(VolumePlanner.UNSEEN);
    }

    private static void report(ClusterName zone, StorageView view, Set<VolumeId> unexplained) {
        if (view.isNews(unexplained) && !unexplained.isEmpty()) {
            LOG.warn(
                    "the storage controller of {} has volumes no row explains; they are left alone: {}",
                    zone,
                    unexplained);
        }
    }

    /** The steps of one pass. */
    private final class Pass {
        private final ClusterName zone;
        private final StorageView view;
        private final String epoch;
        private final StorageService service;
        private final Map<VolumeId, Correlation> requests = new HashMap<>();
        private final List<ServiceException> failures = new ArrayList<>();

        Pass(ClusterName zone, StorageView view, String epoch, List<VolumeSummary> summaries) {
            this.zone = zone;
            this.view = view;
            this.epoch = epoch;
            this.service = controllers.of(zone);
            summaries.forEach(row -> requests.put(row.id(), row.request()));
        }

        /** Takes each step, also after one that was refused: a fence must not wait for a new volume. Returns the failures. */
        List<ServiceException> take(VolumePlanner.Plan plan) {
            boolean answers = true;
            for (VolumeRef end : plan.deletions()) {
                answers = answers && attempt(() -> delete(end));
            }
            for (List<VolumeId> batch : chunks(plan.specs())) {
                for (VolumeSpec spec : answers ? rows.specs(zone, batch) : List.<VolumeSpec>of()) {
                    answers = answers && attempt(() -> apply(spec));
                }
            }
            for (List<VolumeId> batch : chunks(plan.forgettable())) {
                answers = answers
                        && attempt(() -> {
                            service.forgetVolumes(Correlation.random(), batch);
                            view.acknowledgedForgetting(epoch, batch);
                        });
            }
            return failures;
        }

        /** Returns whether it makes sense to go on. */
        private boolean attempt(Runnable step) {
            try {
                step.run();
                return true;
            } catch (ServiceException e) {
                failures.add(e);
                return e.code() != ServiceException.Code.UNAVAILABLE;
            }
        }

        private void delete(VolumeRef end) {
            service.deleteVolume(request(end.id()), end);
            view.acknowledgedEnd(epoch, end, clock.instant());
        }

        private void apply(VolumeSpec spec) {
            try {
                service.applyVolume(request(spec.id()), spec);
                view.acknowledgedSpec(epoch, new VolumeRef(spec.id(), spec.generation()), clock.instant());
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

        private static List<List<VolumeId>> chunks(List<VolumeId> ids) {
            List<List<VolumeId>> chunks = new ArrayList<>();
            for (int from = 0; from < ids.size(); from += BATCH) {
                chunks.add(List.copyOf(ids.subList(from, Math.min(ids.size(), from + BATCH))));
            }
            return chunks;
        }
    }
}
