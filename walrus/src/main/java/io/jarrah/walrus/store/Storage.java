package io.jarrah.walrus.store;

import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.Database;
import io.jarrah.walrus.blob.BlobId;
import io.jarrah.walrus.blob.BlobStore;
import io.jarrah.walrus.db.BucketEntity;
import io.jarrah.walrus.db.BucketRows;
import io.jarrah.walrus.db.ObjectRows;
import io.jarrah.walrus.db.PartEntity;
import io.jarrah.walrus.db.PartRows;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the stores share: database, blobs, locks, leases, and the order in which they are used. */
public final class Storage {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final int ID_BYTES = 16;

    private final Database database;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ContentLeases leases;
    private final KeyLocks locks = new KeyLocks();

    public Storage(
            Database database, BlobStore blobs, ContentLeases leases, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.blobs = blobs;
        this.leases = leases;
        this.clock = clock;
        this.random = random;
    }

    /** Blobs that nobody refers to any more after a commit. */
    record Dropped(String contentId, List<String> blobIds) {
        static final Dropped NOTHING = new Dropped("", List.of());
    }

    Database database() {
        return database;
    }

    BlobStore blobs() {
        return blobs;
    }

    ContentLeases leases() {
        return leases;
    }

    KeyLocks locks() {
        return locks;
    }

    /** Now, in the precision of the rows. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    String freshId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static BucketEntity bucket(Session session, String name) {
        return BucketRows.find(session, name)
                .orElseThrow(() -> new S3Exception(S3Error.NoSuchBucket).with("BucketName", name));
    }

    /**
     * Runs the transaction that refers to a sealed content. When the transaction refuses, the caller closes the content
     * and the blob is removed; when its outcome is unknown, the sweep finds out.
     */
    <T> T commit(PendingContent content, Function<Session, T> transaction) {
        try {
            T result = database.write(transaction);
            content.writer().keep();
            return result;
        } catch (PersistenceException | IllegalStateException e) {
            content.writer().abandon();
            throw refusal(e);
        }
    }

    /** A write without content. */
    <T> T write(Function<Session, T> transaction) {
        try {
            return database.write(transaction);
        } catch (PersistenceException e) {
            throw refusal(e);
        }
    }

    private static RuntimeException refusal(RuntimeException e) {
        if (Conflicts.isConflict(e)) {
            return new S3Exception(S3Error.OperationAborted, S3Error.OperationAborted.defaultMessage(), e);
        }
        String constraint = Conflicts.violatedConstraint(e);
        if (constraint != null && constraint.contains("fk_")) {
            return new S3Exception(S3Error.NoSuchBucket, S3Error.NoSuchBucket.defaultMessage(), e);
        }
        if (constraint != null) {
            return new S3Exception(S3Error.OperationAborted, S3Error.OperationAborted.defaultMessage(), e);
        }
        return e;
    }

    /** In a transaction, after the last reference of one object to a content went: its part rows, when nobody else has it. */
    static Dropped dropIfUnused(Session session, String contentId) {
        session.flush();
        return ObjectRows.contentIsUsed(session, contentId) ? Dropped.NOTHING : drop(session, contentId);
    }

    /** In a transaction: the part rows of a content. */
    static Dropped drop(Session session, String contentId) {
        List<String> ids =
                PartRows.of(session, contentId).stream().map(PartEntity::blobId).toList();
        PartRows.delete(session, ids);
        return new Dropped(contentId, ids);
    }

    /** After the commit: removes the blobs as soon as nobody reads them. */
    void reclaim(Dropped dropped) {
        if (!dropped.blobIds().isEmpty()) {
            leases.whenUnread(dropped.contentId(), () -> dropped.blobIds().forEach(this::remove));
        }
    }

    private void remove(String blobId) {
        try {
            blobs.delete(new BlobId(blobId));
        } catch (IOException e) {
            LOG.warn("could not remove the unreferenced blob {}; the next sweep tries again", blobId, e);
        }
    }
}
