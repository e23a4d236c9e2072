package io.jarrah.sc.volume;

import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.copy.Copies;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.VolumeExporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Brings one volume to what its record wants: observe, plan, carry out, until nothing is left to do. */
public final class VolumeReconciler implements Reconciler<VolumeId> {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeReconciler.class);
    private static final int ROUNDS = 12;
    private static final Duration BREATHER = Duration.ofMillis(200);

    private final VolumeRecords records;
    private final VolumeObserver observer;
    private final VolumeGuard guard;
    private final BlockBackend backend;
    private final VolumeExporter exporter;
    private final VolumeCapacity capacity;
    private final Copies<VolumeId> copies;
    private final InstantSource clock;

    /**
     * @param guard shared with who makes snapshots
     * @param copies makes volumes out of snapshots
     */
    public VolumeReconciler(
            VolumeRecords records,
            Snapshots snapshots,
            VolumeGuard guard,
            BlockBackend backend,
            VolumeExporter exporter,
            VolumeCapacity capacity,
            Copies<VolumeId> copies,
            InstantSource clock) {
        this.records = records;
        this.observer = new VolumeObserver(snapshots, backend, exporter, capacity, copies);
        this.guard = guard;
        this.backend = backend;
        this.exporter = exporter;
        this.capacity = capacity;
        this.copies = copies;
        this.clock = clock;
    }

    @Override
    public Result reconcile(VolumeId id) throws BackendException, ExportException, InterruptedException {
        try {
            copies.failed(id).ifPresent(e -> giveUp(id, e));
            return converge(id);
        } catch (BackendException e) {
            if (e.kind() == BackendException.Kind.IMPOSSIBLE) {
                return impossible(id, e);
            }
            explain(id, Optional.of(Reasons.waiting(String.valueOf(e.getMessage()))));
            throw e;
        } catch (ExportException e) {
            explain(id, Optional.of(Reasons.waiting(String.valueOf(e.getMessage()))));
            throw e;
        }
    }

    /** A new volume is given up; one that was to grow stays as large as it is. */
    private Result impossible(VolumeId id, BackendException e) {
        LOG.warn("{} cannot be what it is to be: {}", id, e.getMessage());
        Optional<StateReason> reason = Optional.of(Reasons.internal(String.valueOf(e.getMessage())));
        records.update(
                id,
                record -> record.phase() == VolumePhase.CREATING
                        ? record.enter(VolumePhase.FAILED, reason, clock.instant())
                        : record.withoutGrowth(reason));
        // What it was to be beside that, such as exported, it still is.
        return Result.after(BREATHER);
    }

    /** It could not be made out of its snapshot, and nothing is left of the attempt. */
    private void giveUp(VolumeId id, BackendException e) {
        LOG.warn("{} cannot be made: {}", id, e.getMessage());
        records.update(
                id,
                record -> record.phase() == VolumePhase.CREATING
                        ? record.enter(VolumePhase.FAILED, Optional.of(Reasons.failure(e)), clock.instant())
                        : record);
    }

    private Result converge(VolumeId id) throws BackendException, ExportException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<VolumeRecord> known = records.get(id);
            if (known.isEmpty()) {
                return Result.done();
            }
            MDC.put("correlation", known.get().correlation());
            List<Step> steps = VolumePlanner.plan(known.get(), observer.observe(known.get()));
            if (steps.isEmpty()) {
                return Result.done();
            }
            LOG.debug("{}: {}", id, steps);
            for (Step step : steps) {
                if (step instanceof Step.Wait pause) {
                    return Result.after(pause.time());
                }
                if (!carryOut(id, step)) {
                    LOG.info("{} is kept for a snapshot: {} has to wait", id, step);
                    break;
                }
            }
        }
        LOG.warn("{} needs more steps than expected; going on a little later", id);
        return Result.after(BREATHER);
    }

    /** Returns false when it may not be now; then the plan is not true any more. */
    private boolean carryOut(VolumeId id, Step step) throws BackendException, ExportException, InterruptedException {
        switch (step) {
            case Step.Enter enter -> {
                LOG.info(
                        "{} is {}{}",
                        id,
                        enter.phase(),
                        enter.reason().map(why -> ": " + why.message()).orElse(""));
                records.update(id, record -> record.enter(enter.phase(), enter.reason(), clock.instant()));
            }
            case Step.Explain explain -> explain(id, explain.reason());
            case Step.Reserve reserve -> reserve(id, reserve.gib());
            case Step.Create create -> backend.create(id, create.bytes());
            case Step.Begin begin -> {
                LOG.info("making {} out of {}", id, begin.source());
                copies.begin(id, !backend.clones(), () -> backend.create(id, begin.bytes(), begin.source()));
            }
            case Step.Cancel cancel -> copies.cancel(id);
            case Step.Grow grow -> {
                return guard.unlessCopied(id, () -> backend.grow(id, grow.bytes()));
            }
            case Step.KeepSize keep -> {
                LOG.info("{} does not become larger: {}", id, keep.why().message());
                records.update(id, record -> record.withoutGrowth(Optional.of(keep.why())));
            }
            case Step.Sized sized -> {
                LOG.info("{} has {} GiB", id, sized.gib());
                records.update(id, record -> record.withSize(sized.gib()));
            }
            case Step.RemoveData remove -> {
                LOG.info("removing the data of {}", id);
                return guard.unlessKept(id, () -> backend.delete(id));
            }
            case Step.Export export -> {
                return guard.unlessCopied(id, () -> export(id, export.wanted()));
            }
            case Step.Withdraw withdraw -> {
                LOG.info("ending export {} of {}", withdraw.attachment(), id);
                exporter.withdraw(id, withdraw.attachment());
            }
            case Step.Unexported gone -> records.update(id, record -> record.withExport(Optional.empty()));
            case Step.Wait pause -> throw new IllegalStateException("waiting is the caller's");
        }
        return true;
    }

    private void reserve(VolumeId id, int gib) throws BackendException {
        boolean held = capacity.reserve(
                gib, () -> records.reservedGib(id), () -> records.update(id, record -> record.withReserved(gib))
                        .isPresent());
        if (!held) {
            LOG.info("others took the room that {} was to have", id);
        }
    }

    private void export(VolumeId id, ExportRequest wanted) throws ExportException {
        VolumeExport place = exporter.export(wanted);
        LOG.info("{} is exported to {} as {}", id, wanted.initiator(), place.target());
        records.update(id, record -> record.withExport(Optional.of(place)));
    }

    private void explain(VolumeId id, Optional<StateReason> reason) {
        records.update(id, record -> record.withReason(reason));
    }
}
