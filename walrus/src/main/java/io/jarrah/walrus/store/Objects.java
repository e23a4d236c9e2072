package io.jarrah.walrus.store;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.blob.BlobId;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.checksum.ContentDigests;
import io.jarrah.walrus.db.ObjectEntity;
import io.jarrah.walrus.db.ObjectRows;
import io.jarrah.walrus.db.PartEntity;
import io.jarrah.walrus.db.PartRows;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** The objects. */
public final class Objects {
    private static final int DELETE_BATCH = 250;
    private static final int OPEN_TRIES = 20;

    private final Storage storage;

    public Objects(Storage storage) {
        this.storage = storage;
    }

    /** Which object, by bucket and key. */
    public record Place(String bucket, ObjectKey key) {
        String lockName() {
            return bucket + "/" + key.value();
        }
    }

    /** Begins to take bytes in; -1 when their number is not known. */
    public PendingContent receive(long expectedBytes, boolean withSha256, Optional<ChecksumAlgorithm> checksum)
            throws IOException {
        return new PendingContent(storage.blobs().create(expectedBytes), new ContentDigests(withSha256, checksum));
    }

    /** Puts what was received under the key: durable, then visible, in one step for everybody. */
    public StoredObject put(Place place, PendingContent content, StoredHeaders headers, WriteCondition condition)
            throws IOException {
        ContentDigests.Result digests = content.finish();
        record Outcome(StoredObject object, Storage.Dropped dropped) {}
        Outcome outcome;
        content.seal();
        outcome = storage.locks()
                .forKeys(
                        place.bucket(),
                        List.of(place.lockName()),
                        () -> storage.commit(content, session -> {
                            String contentId = storage.freshId();
                            Instant now = storage.now();
                            session.persist(part(content.writer().id(), contentId, 1, digests, now));
                            ObjectEntity.State state = new ObjectEntity.State(
                                    contentId,
                                    digests.size(),
                                    digests.md5().hex(),
                                    now,
                                    1,
                                    headers.encode(),
                                    digests.checksum(),
                                    digests.sha256Hex(),
                                    Optional.empty());
                            Replaced replaced = replace(session, storage, place, state, condition);
                            return new Outcome(StoredObject.of(replaced.row()), replaced.dropped());
                        }));
        storage.reclaim(outcome.dropped());
        return outcome.object();
    }

    /** A row after a replacement, and what nobody refers to since. */
    record Replaced(ObjectEntity row, Storage.Dropped dropped) {}

    /** In a transaction: gives the key a new state. */
    static Replaced replace(
            Session session, Storage storage, Place place, ObjectEntity.State state, WriteCondition condition) {
        Storage.bucket(session, place.bucket());
        Optional<ObjectEntity> existing =
                ObjectRows.find(session, place.bucket(), place.key().hex());
        condition.check(existing.map(row -> row.state().etag()));
        if (existing.isEmpty()) {
            ObjectEntity row = new ObjectEntity(
                    storage.freshId(), place.bucket(), place.key().hex());
            row.set(state);
            session.persist(row);
            return new Replaced(row, Storage.Dropped.NOTHING);
        }
        ObjectEntity row = existing.get();
        String before = row.contentId();
        row.set(state);
        boolean same = before.equals(state.contentId());
        return new Replaced(row, same ? Storage.Dropped.NOTHING : Storage.dropIfUnused(session, before));
    }

    static PartEntity part(
            BlobId blob, String contentId, int number, ContentDigests.Result digests, Instant lastModified) {
        PartEntity part = new PartEntity(
                blob.value(), contentId, number, digests.size(), digests.md5().hex(), lastModified);
        digests.checksum().ifPresent(sum -> part.checksum(sum.algorithm(), sum.value()));
        return part;
    }

    /** The object, without claiming its bytes. */
    public Optional<StoredObject> find(Place place) {
        return storage.database().read(session -> ObjectRows.find(
                        session, place.bucket(), place.key().hex())
                .map(StoredObject::of));
    }

    /** The object with a claim on its bytes. */
    public Optional<OpenObject> open(Place place) {
        for (int attempt = 1; attempt <= OPEN_TRIES; attempt++) {
            ContentLeases.Lease lease = storage.leases().begin();
            Optional<OpenObject> opened = Optional.empty();
            try {
                Optional<Found> found = storage.database().read(session -> ObjectRows.find(
                                session, place.bucket(), place.key().hex())
                        .map(row -> new Found(StoredObject.of(row), PartRows.of(session, row.contentId()))));
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                opened = found.filter(Found::isWhole).map(whole -> open(whole, lease));
                if (opened.isPresent()) {
                    return opened;
                }
            } finally {
                if (opened.isEmpty()) {
                    lease.close();
                }
            }
        }
        throw new S3Exception(S3Error.OperationAborted, "The object is being replaced all the time. Try again.");
    }

    /** An object and its parts, read one after the other: it may have been replaced in between, then they do not fit. */
    private record Found(StoredObject object, List<PartEntity> parts) {
        boolean isWhole() {
            return parts.size() == object.partCount()
                    && parts.stream().mapToLong(PartEntity::size).sum() == object.size();
        }
    }

    private OpenObject open(Found found, ContentLeases.Lease lease) {
        List<ContentReader.Segment> segments = new ArrayList<>();
        List<OpenObject.Part> parts = new ArrayList<>();
        long offset = 0;
        for (PartEntity part : found.parts()) {
            segments.add(new ContentReader.Segment(new BlobId(part.blobId()), part.size()));
            parts.add(new OpenObject.Part(part.partNumber(), offset, part.size()));
            offset += part.size();
        }
        lease.hold(found.object().contentId());
        return new OpenObject(storage.blobs(), found.object(), segments, parts, lease);
    }

    /** Removes the object; false when there was none. */
    public boolean delete(Place place, WriteCondition condition) {
        record Outcome(boolean existed, Storage.Dropped dropped) {}
        Outcome outcome;
        outcome = storage.locks()
                .forKeys(
                        place.bucket(),
                        List.of(place.lockName()),
                        () -> storage.write(session -> {
                            Storage.bucket(session, place.bucket());
                            Optional<ObjectEntity> row = ObjectRows.find(
                                    session, place.bucket(), place.key().hex());
                            condition.check(row.map(existing -> existing.state().etag()));
                            if (row.isEmpty()) {
                                return new Outcome(false, Storage.Dropped.NOTHING);
                            }
                            String contentId = row.get().contentId();
                            session.remove(row.get());
                            return new Outcome(true, Storage.dropIfUnused(session, contentId));
                        }));
        storage.reclaim(outcome.dropped());
        return outcome.existed();
    }

    /** Removes many objects of a bucket; those that are not there count as removed. */
    public void deleteAll(String bucket, List<ObjectKey> keys) {
        for (int from = 0; from < keys.size(); from += DELETE_BATCH) {
            deleteBatch(bucket, keys.subList(from, Math.min(keys.size(), from + DELETE_BATCH)));
        }
    }

    private void deleteBatch(String bucket, List<ObjectKey> keys) {
        List<String> lockNames =
                keys.stream().map(key -> new Place(bucket, key).lockName()).toList();
        List<Storage.Dropped> dropped = storage.locks()
                .forKeys(
                        bucket,
                        lockNames,
                        () -> storage.write(session -> {
                            Storage.bucket(session, bucket);
                            List<ObjectEntity> rows = ObjectRows.findAll(
                                    session,
                                    bucket,
                                    keys.stream().map(ObjectKey::hex).toList());
                            rows.forEach(session::remove);
                            return rows.stream()
                                    .map(ObjectEntity::contentId)
                                    .distinct()
                                    .map(contentId -> Storage.dropIfUnused(session, contentId))
                                    .toList();
                        }));
        dropped.forEach(storage::reclaim);
    }

    /**
     * Puts a copy under another key without copying bytes: contents never change, so both share it.
     *
     * @param expected the source as the caller judged it; NoSuchKey or PreconditionFailed when it is not that any more
     * @param headers the copy's headers
     * @param checksum the copy's additional checksum
     */
    public StoredObject copy(
            StoredObject expected,
            Place target,
            StoredHeaders headers,
            Optional<Checksum> checksum,
            WriteCondition condition) {
        Place source = new Place(expected.bucket(), expected.key());
        record Outcome(StoredObject object, Storage.Dropped dropped) {}
        Outcome outcome;
        outcome = storage.locks()
                .forKeys(
                        target.bucket(),
                        List.of(source.lockName(), target.lockName()),
                        () -> storage.write(session -> {
                            ObjectEntity from = ObjectRows.find(
                                            session,
                                            source.bucket(),
                                            source.key().hex())
                                    .orElseThrow(() -> new S3Exception(S3Error.NoSuchKey)
                                            .with("Key", source.key().value()));
                            if (!from.contentId().equals(expected.contentId())) {
                                throw new S3Exception(
                                        S3Error.OperationAborted,
                                        "The source of the copy was replaced meanwhile. Try again.");
                            }
                            // The row is locked, so that a removal of the source in another process waits and then sees
                            // the copy.
                            session.lock(from, jakarta.persistence.LockModeType.PESSIMISTIC_WRITE);
                            ObjectEntity.State before = from.state();
                            ObjectEntity.State state = new ObjectEntity.State(
                                    before.contentId(),
                                    before.size(),
                                    before.etag(),
                                    storage.now(),
                                    before.partCount(),
                                    headers.encode(),
                                    checksum,
                                    before.sha256(),
                                    Optional.empty());
                            Replaced replaced = replace(session, storage, target, state, condition);
                            return new Outcome(StoredObject.of(replaced.row()), replaced.dropped());
                        }));
        storage.reclaim(outcome.dropped());
        return outcome.object();
    }

    /** Notes the digest of a content once it was computed. */
    public void noteSha256(String contentId, String sha256) {
        storage.write(session -> {
            ObjectRows.noteSha256(session, contentId, sha256);
            return sha256;
        });
    }
}
