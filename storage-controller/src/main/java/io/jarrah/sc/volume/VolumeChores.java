package io.jarrah.sc.volume;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.VolumeExporter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked after beside the single volumes: what has no record. */
public final class VolumeChores implements Reconciler<VolumeChores.Chore> {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeChores.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** Each comes round with the timer. */
    public enum Chore {
        /** Exports that nobody wants are ended. */
        EXPORTS,
        /** Data that nobody knows are told, and left alone. */
        DATA
    }

    private final VolumeRecords records;
    private final Snapshots snapshots;
    private final BlockBackend backend;
    private final VolumeExporter exporter;
    private volatile Set<String> unknown = Set.of();

    public VolumeChores(VolumeRecords records, Snapshots snapshots, BlockBackend backend, VolumeExporter exporter) {
        this.records = records;
        this.snapshots = snapshots;
        this.backend = backend;
        this.exporter = exporter;
    }

    /** Names of what lies among the volumes' data and belongs to no volume and no snapshot. */
    public Set<String> unknown() {
        return unknown;
    }

    @Override
    public Result reconcile(Chore chore) throws BackendException {
        return switch (chore) {
            case EXPORTS -> exports();
            case DATA -> data();
        };
    }

    /** An exporter that is not up yet, or not any more, says so itself, in its health. */
    private Result exports() {
        List<ExportedVolume> exports;
        try {
            exporter.upkeep();
            exports = exporter.exports();
        } catch (ExportException e) {
            LOG.debug("exports cannot be looked after now", e);
            return Result.after(AGAIN);
        }
        boolean ended = true;
        for (ExportedVolume export : exports) {
            if (records.get(export.volume()).isEmpty()) {
                ended &= end(export);
            }
        }
        return ended ? Result.done() : Result.after(AGAIN);
    }

    /** One that cannot be ended keeps no other. */
    private boolean end(ExportedVolume export) {
        LOG.warn("ending export {} of {}, of which nothing is known", export.attachment(), export.volume());
        try {
            exporter.withdraw(export.volume(), export.attachment());
            return true;
        } catch (ExportException e) {
            LOG.warn("export {} of {} cannot be ended now; trying again", export.attachment(), export.volume(), e);
            return false;
        }
    }

    private Result data() throws BackendException {
        Set<String> found = new TreeSet<>(backend.strangers());
        for (VolumeId volume : backend.volumes()) {
            if (records.get(volume).isEmpty()) {
                found.add(volume.value());
            }
        }
        for (SnapshotId snapshot : backend.snapshots()) {
            if (!snapshots.knows(snapshot)) {
                found.add(snapshot.value());
            }
        }
        if (!found.equals(unknown)) {
            if (!found.isEmpty()) {
                LOG.warn("among the volumes lies what is none of them and no snapshot, and is left alone: {}", found);
            }
            unknown = Set.copyOf(found);
        }
        return Result.done();
    }
}
