package io.jarrah.sc.volume;

import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.volume.Observation.DataView;
import io.jarrah.sc.volume.Observation.ExportView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Brings one volume to what its record wants: observe, plan, carry out, until nothing is left to do. */
public final class VolumeReconciler implements Reconciler<VolumeId> {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeReconciler.class);
    private static final int ROUNDS = 12;
    private static final Duration BREATHER = Duration.ofMillis(200);

    private final VolumeRecords records;
    private final BlockBackend backend;
    private final VolumeExporter exporter;
    private final VolumeCapacity capacity;
    private final InstantSource clock;

    public VolumeReconciler(
            VolumeRecords records,
            BlockBackend backend,
            VolumeExporter exporter,
            VolumeCapacity capacity,
            InstantSource clock) {
        this.records = records;
        this.backend = backend;
        this.exporter = exporter;
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public Result reconcile(VolumeId id) throws BackendException, ExportException {
        try {
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

    private Result converge(VolumeId id) throws BackendException, ExportException {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<VolumeRecord> known = records.get(id);
            if (known.isEmpty()) {
                return Result.done();
            }
            MDC.put("correlation", known.get().correlation());
            List<Step> steps = VolumePlanner.plan(known.get(), observe(known.get()));
            if (steps.isEmpty()) {
                return Result.done();
            }
            LOG.debug("{}: {}", id, steps);
            for (Step step : steps) {
                if (step instanceof Step.Wait pause) {
                    return Result.after(pause.time());
                }
                carryOut(id, step);
            }
        }
        LOG.warn("{} needs more steps than expected; going on a little later", id);
        return Result.after(BREATHER);
    }

    private Observation observe(VolumeRecord record) {
        DataView data;
        long room = 0;
        try {
            OptionalLong size = backend.size(record.id());
            data = size.isPresent() ? new DataView.Present(size.getAsLong()) : new DataView.Absent();
            if (record.needsRoom()) {
                room = capacity.limitGib() - (records.reservedGib() - record.reservedGib());
            }
        } catch (BackendException e) {
            LOG.debug("nothing is known of the data of {}", record.id(), e);
            data = new DataView.Unknown(String.valueOf(e.getMessage()));
        }
        return new Observation(data, backend.device(record.id()), room, exports(record.id()));
    }

    private ExportView exports(VolumeId id) {
        try {
            return new ExportView.Known(exporter.exports(id), exporter.portal());
        } catch (ExportException e) {
            LOG.debug("nothing is known of the exports of {}", id, e);
            return new ExportView.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private void carryOut(VolumeId id, Step step) throws BackendException, ExportException {
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
            case Step.Reserve reserve -> {
                if (!records.reserve(id, reserve.gib(), capacity.limitGib())) {
                    LOG.info("others took the room that {} was to have", id);
                }
            }
            case Step.Create create -> backend.create(id, create.bytes());
            case Step.Grow grow -> backend.grow(id, grow.bytes());
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
                backend.delete(id);
            }
            case Step.Export export -> export(id, export.wanted());
            case Step.Withdraw withdraw -> {
                LOG.info("ending export {} of {}", withdraw.attachment(), id);
                exporter.withdraw(id, withdraw.attachment());
            }
            case Step.Unexported gone -> records.update(id, record -> record.withExport(Optional.empty()));
            case Step.Wait pause -> throw new IllegalStateException("waiting is the caller's");
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
