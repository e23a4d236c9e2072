package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.copy.Copies;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.snapshot.SnapshotObservation.Use;
import io.jarrah.sc.volume.Reasons;
import io.jarrah.sc.volume.VolumeCapacity;
import io.jarrah.sc.volume.VolumeGuard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Brings one snapshot to what its record wants: observe, plan, carry out, until nothing is left to do. */
public final class SnapshotReconciler implements Reconciler<SnapshotId> {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReconciler.class);
    private static final int ROUNDS = 12;
    private static final Duration BREATHER = Duration.ofMillis(200);

    private final SnapshotRecords records;
    private final SnapshotObserver observer;
    private final VolumeGuard guard;
    private final BlockBackend backend;
    private final VolumeCapacity capacity;
    private final Copies<SnapshotId> copies;
    private final Consumer<VolumeId> wakeVolume;
    private final InstantSource clock;

    /**
     * @param guard shared with who exports volumes
     * @param copies makes snapshots
     * @param wakeVolume makes the reconciler of volumes look at one that waited for its snapshot
     */
    public SnapshotReconciler(
            SnapshotRecords records,
            SnapshotObserver observer,
            VolumeGuard guard,
            BlockBackend backend,
            VolumeCapacity capacity,
            Copies<SnapshotId> copies,
            Consumer<VolumeId> wakeVolume,
            InstantSource clock) {
        this.records = records;
        this.observer = observer;
        this.guard = guard;
        this.backend = backend;
        this.capacity = capacity;
        this.copies = copies;
        this.wakeVolume = wakeVolume;
        this.clock = clock;
    }

    @Override
    public Result reconcile(SnapshotId id) throws BackendException, ExportException, InterruptedException {
        try {
            copies.failed(id).ifPresent(e -> giveUp(id, e));
            return converge(id);
        } catch (BackendException | ExportException e) {
            explain(id, Optional.of(Reasons.waiting(String.valueOf(e.getMessage()))));
            throw e;
        }
    }

    /** It could not be made, and nothing is left of the attempt. To try again would keep another moment than was asked for. */
    private void giveUp(SnapshotId id, BackendException e) {
        LOG.warn("{} cannot be made: {}", id, e.getMessage());
        if (records.get(id).filter(SnapshotRecord::inTheMaking).isPresent()) {
            enter(id, new SnapshotStep.Enter(SnapshotPhase.FAILED, Optional.of(Reasons.failure(e))));
        }
    }

    private Result converge(SnapshotId id) throws BackendException, ExportException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<SnapshotRecord> known = records.get(id);
            if (known.isEmpty()) {
                return Result.done();
            }
            MDC.put("correlation", known.get().correlation());
            List<SnapshotStep> steps = SnapshotPlanner.plan(known.get(), observer.observe(known.get()));
            if (steps.isEmpty()) {
                return Result.done();
            }
            LOG.debug("{}: {}", id, steps);
            for (SnapshotStep step : steps) {
                if (step instanceof SnapshotStep.Wait pause) {
                    return Result.after(pause.time());
                }
                carryOut(known.get(), step);
            }
        }
        LOG.warn("{} needs more steps than expected; going on a little later", id);
        return Result.after(BREATHER);
    }

    private void carryOut(SnapshotRecord record, SnapshotStep step) throws BackendException, ExportException {
        SnapshotId id = record.id();
        switch (step) {
            case SnapshotStep.Enter enter -> enter(id, enter);
            case SnapshotStep.Explain explain -> explain(id, explain.reason());
            case SnapshotStep.Reserve reserve -> reserve(id, reserve.gib());
            case SnapshotStep.Occupy occupy -> occupy(id, volume(record));
            case SnapshotStep.Begin begin -> {
                VolumeId volume = volume(record);
                LOG.info("making {} of {}", id, volume);
                copies.begin(id, begin.takesLong(), () -> backend.snapshot(volume, id));
            }
            case SnapshotStep.Cancel cancel -> copies.cancel(id);
            case SnapshotStep.Progress progress -> records.update(id, known -> known.withProgress(progress.percent()));
            case SnapshotStep.Sized sized -> {
                LOG.info("{} has {} GiB", id, sized.gib());
                records.update(id, known -> known.withSize(sized.gib()));
            }
            case SnapshotStep.RemoveData remove -> {
                LOG.info("removing the data of {}", id);
                backend.delete(id);
            }
            case SnapshotStep.Wait pause -> throw new IllegalStateException("waiting is the caller's");
        }
    }

    private static VolumeId volume(SnapshotRecord record) {
        return record.spec().orElseThrow().volume();
    }

    /** A volume that waited for it is looked at again. */
    private void enter(SnapshotId id, SnapshotStep.Enter enter) {
        LOG.info(
                "{} is {}{}",
                id,
                enter.phase(),
                enter.reason().map(why -> ": " + why.message()).orElse(""));
        Optional<VolumeId> volume =
                records.get(id).flatMap(SnapshotRecord::spec).map(SnapshotSpec::volume);
        records.update(id, record -> record.enter(enter.phase(), enter.reason(), clock.instant()));
        volume.ifPresent(wakeVolume);
    }

    private void reserve(SnapshotId id, int gib) throws BackendException {
        boolean held = capacity.reserve(
                gib, () -> records.reservedGib(id), () -> records.update(id, record -> record.withReserved(gib))
                        .isPresent());
        if (!held) {
            LOG.info("others took the room that {} was to have", id);
        }
    }

    /** From here on the volume is not exported until the snapshot is there; if it is exported now, nothing happens. */
    private void occupy(SnapshotId id, VolumeId volume) throws BackendException, ExportException {
        boolean occupied = guard.decide(
                volume,
                () -> observer.use(volume) instanceof Use.Unused
                        && records.update(id, record -> record.inTheMaking() ? record.withCopying() : record)
                                .isPresent());
        LOG.info("{} {} for {}", volume, occupied ? "is not exported" : "cannot be kept from being exported", id);
    }

    private void explain(SnapshotId id, Optional<StateReason> reason) {
        records.update(id, record -> record.withReason(reason));
    }
}
