package io.jarrah.walrus.reconcile;

import io.jarrah.common.db.Database;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import io.jarrah.walrus.blob.BlobId;
import io.jarrah.walrus.blob.BlobStore;
import io.jarrah.walrus.db.ObjectRows;
import io.jarrah.walrus.store.ContentLeases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the blobs of one partition with the rows and removes those that no object or upload refers to: what a crash
 * left between the rename and the commit, or between a commit and the removal of what it replaced.
 */
public final class BlobSweep implements Reconciler<String> {
    private static final Logger LOG = LoggerFactory.getLogger(BlobSweep.class);
    private static final int BATCH = 500;

    private final BlobStore blobs;
    private final Database database;
    private final ContentLeases leases;
    private final Counter removed;

    public BlobSweep(BlobStore blobs, Database database, ContentLeases leases, MeterRegistry metrics) {
        this.blobs = blobs;
        this.database = database;
        this.leases = leases;
        this.removed = Counter.builder("jarrah.walrus.blobs.swept").register(metrics);
    }

    @Override
    public Result reconcile(String partition) throws IOException {
        blobs.list(partition, BATCH, this::sweep);
        return Result.done();
    }

    private void sweep(List<BlobId> found) {
        Set<String> unreferenced =
                new HashSet<>(found.stream().map(BlobId::value).toList());
        List<String> referenced = database.read(session -> ObjectRows.referenced(session, List.copyOf(unreferenced)));
        referenced.forEach(unreferenced::remove);
        for (String id : unreferenced) {
            leases.whenAllUnread(() -> remove(new BlobId(id)));
        }
    }

    private void remove(BlobId id) {
        try {
            if (blobs.delete(id)) {
                removed.increment();
                LOG.info("removed the blob {}, which no object or upload refers to", id);
            }
        } catch (IOException e) {
            LOG.warn("could not remove the unreferenced blob {}; the next sweep tries again", id, e);
        }
    }
}
