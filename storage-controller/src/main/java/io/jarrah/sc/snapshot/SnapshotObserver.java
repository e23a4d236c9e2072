package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.copy.Copies;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.snapshot.SnapshotObservation.SourceView;
import io.jarrah.sc.snapshot.SnapshotObservation.Use;
import io.jarrah.sc.snapshot.SnapshotRecord.Desired;
import io.jarrah.sc.volume.Observation.DataView;
import io.jarrah.sc.volume.Reasons;
import io.jarrah.sc.volume.VolumeCapacity;
import io.jarrah.sc.volume.VolumeRecord;
import io.jarrah.sc.volume.VolumeRecords;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what is true of a snapshot. */
public final class SnapshotObserver {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotObserver.class);
    /** All of it is there only when it is on the disk. */
    private static final int NEARLY = 99;

    private static final Set<VolumePhase> OVER = Set.of(VolumePhase.DELETED, VolumePhase.FAILED);

    private final VolumeRecords volumes;
    private final BlockBackend backend;
    private final VolumeExporter exporter;
    private final VolumeCapacity capacity;
    private final Copies<SnapshotId> copies;

    public SnapshotObserver(
            VolumeRecords volumes,
            BlockBackend backend,
            VolumeExporter exporter,
            VolumeCapacity capacity,
            Copies<SnapshotId> copies) {
        this.volumes = volumes;
        this.backend = backend;
        this.exporter = exporter;
        this.capacity = capacity;
        this.copies = copies;
    }

    SnapshotObservation observe(SnapshotRecord record) throws InterruptedException {
        // Before its data: what is not being made any more is there, if it will be.
        OptionalInt making = copies.running(record.id()) ? OptionalInt.of(percent(record)) : OptionalInt.empty();
        DataView data;
        SourceView source = new SourceView.Waiting("its volume was not looked at");
        long room = 0;
        try {
            OptionalLong size = backend.size(record.id());
            data = size.isPresent() ? new DataView.Present(size.getAsLong()) : new DataView.Absent();
            if (record.inTheMaking() && making.isEmpty() && size.isEmpty()) {
                source = source(record.spec().orElseThrow().volume());
                room = capacity.roomGib(record.reservedGib());
            }
        } catch (BackendException e) {
            LOG.debug("nothing is known of the data of {}", record.id(), e);
            data = new DataView.Unknown(String.valueOf(e.getMessage()));
        }
        Set<VolumeId> users = record.desired() == Desired.DELETE ? volumes.beginningWith(record.id()) : Set.of();
        return new SnapshotObservation(data, making, source, room, users);
    }

    private int percent(SnapshotRecord record) {
        Optional<VolumeId> volume = record.spec().map(SnapshotSpec::volume);
        try {
            OptionalLong bytes = volume.isPresent() ? backend.size(volume.get()) : OptionalLong.empty();
            double part = (double) backend.copied(record.id()) / Math.max(1, bytes.orElse(Long.MAX_VALUE));
            return (int) Math.clamp(100 * part, 0, NEARLY);
        } catch (BackendException e) {
            LOG.debug("how much of {} is kept is not known", record.id(), e);
            return record.progress();
        }
    }

    private SourceView source(VolumeId id) throws BackendException, InterruptedException {
        Optional<VolumeRecord> volume = volumes.get(id);
        if (volume.isEmpty() || OVER.contains(volume.get().phase())) {
            return missing(Reasons.refused("InvalidVolume.NotFound", "there is no " + id + " in this zone"));
        }
        if (volume.get().phase() == VolumePhase.CREATING) {
            return new SourceView.Waiting(id + " is still being made");
        }
        OptionalLong bytes = backend.size(id);
        if (bytes.isEmpty()) {
            return missing(Reasons.internal("the data of " + id + " are missing at its storage controller"));
        }
        if (bytes.getAsLong() < (long) volume.get().sizeGib() << 30) {
            return missing(Reasons.internal("the data of " + id + " are not whole: they became shorter"));
        }
        boolean clones = backend.clones();
        // Where it clones, use does not matter, and nobody waits for an exporter that is silent.
        return new SourceView.Present(bytes.getAsLong(), clones, clones ? new Use.Unused() : use(id));
    }

    private static SourceView missing(StateReason why) {
        return new SourceView.Missing(why);
    }

    /** Whether anybody may write to the volume; tgtd may be away for a moment, and then come back with its exports. */
    Use use(VolumeId id) {
        try {
            boolean exported = volumes.get(id).flatMap(VolumeRecord::export).isPresent()
                    || !exporter.exports(id).isEmpty();
            return exported ? new Use.Exported() : new Use.Unused();
        } catch (ExportException e) {
            LOG.debug("nothing is known of the exports of {}", id, e);
            return new Use.Unknown(String.valueOf(e.getMessage()));
        }
    }
}
