package io.jarrah.sc.volume;

import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.copy.Copies;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.volume.Observation.DataView;
import io.jarrah.sc.volume.Observation.ExportView;
import io.jarrah.sc.volume.Observation.OriginView;
import io.jarrah.sc.volume.Observation.SnapshotsView;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what is true of a volume. */
final class VolumeObserver {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeObserver.class);

    private final Snapshots snapshots;
    private final BlockBackend backend;
    private final VolumeExporter exporter;
    private final VolumeCapacity capacity;
    private final Copies<VolumeId> copies;

    VolumeObserver(
            Snapshots snapshots,
            BlockBackend backend,
            VolumeExporter exporter,
            VolumeCapacity capacity,
            Copies<VolumeId> copies) {
        this.snapshots = snapshots;
        this.backend = backend;
        this.exporter = exporter;
        this.capacity = capacity;
        this.copies = copies;
    }

    Observation observe(VolumeRecord record) {
        // Before its data: what is not being made any more is there, if it will be.
        OptionalInt making = making(record);
        DataView data;
        long room = 0;
        try {
            OptionalLong size = backend.size(record.id());
            data = size.isPresent() ? new DataView.Present(size.getAsLong()) : new DataView.Absent();
            if (record.needsRoom()) {
                room = capacity.roomGib(record.reservedGib());
            }
        } catch (BackendException e) {
            LOG.debug("nothing is known of the data of {}", record.id(), e);
            data = new DataView.Unknown(String.valueOf(e.getMessage()));
        }
        return new Observation(
                data,
                backend.device(record.id()),
                room,
                exports(record.id()),
                origin(record),
                making,
                new SnapshotsView(snapshots.keeping(record.id()), snapshots.copying(record.id())));
    }

    private ExportView exports(VolumeId id) {
        try {
            return new ExportView.Known(exporter.exports(id), exporter.portal());
        } catch (ExportException e) {
            LOG.debug("nothing is known of the exports of {}", id, e);
            return new ExportView.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private OptionalInt making(VolumeRecord record) {
        if (!copies.running(record.id())) {
            return OptionalInt.empty();
        }
        long bytes = record.spec().map(spec -> (long) spec.sizeGib() << 30).orElse(Long.MAX_VALUE);
        return OptionalInt.of((int) (100.0 * Math.min(backend.copied(record.id()), bytes) / bytes));
    }

    /** Of one that is still to be made; afterwards it means nothing. */
    private OriginView origin(VolumeRecord record) {
        Optional<SnapshotId> source =
                record.phase() == VolumePhase.CREATING ? record.spec().flatMap(VolumeSpec::source) : Optional.empty();
        return source.map(this::origin).orElseGet(OriginView.None::new);
    }

    private OriginView origin(SnapshotId source) {
        return switch (snapshots.origin(source)) {
            case Snapshots.Origin.Unfinished unfinished -> new OriginView.Waiting(unfinished.why());
            case Snapshots.Origin.Missing missing -> new OriginView.Missing(missing.why());
            case Snapshots.Origin.Whole whole -> data(source);
        };
    }

    private OriginView data(SnapshotId source) {
        try {
            OptionalLong size = backend.size(source);
            return size.isPresent()
                    ? new OriginView.Whole(source, size.getAsLong())
                    : new OriginView.Missing("the data of " + source + " are missing at the storage controller");
        } catch (BackendException e) {
            LOG.debug("nothing is known of the data of {}", source, e);
            return new OriginView.Waiting(String.valueOf(e.getMessage()));
        }
    }
}
