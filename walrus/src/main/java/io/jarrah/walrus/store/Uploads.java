package io.jarrah.walrus.store;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.checksum.ChecksumType;
import io.jarrah.walrus.db.ObjectEntity;
import io.jarrah.walrus.db.ObjectRows;
import io.jarrah.walrus.db.PartEntity;
import io.jarrah.walrus.db.PartRows;
import io.jarrah.walrus.db.UploadEntity;
import io.jarrah.walrus.db.UploadRows;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.store.Objects.Place;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Multipart uploads. */
public final class Uploads {
    private final Storage storage;

    public Uploads(Storage storage) {
        this.storage = storage;
    }

    /**
     * An upload under way.
     *
     * @param uploadId its name
     * @param key where it will lie
     * @param initiatorArn who began it
     * @param created when
     * @param checksumAlgorithm the additional checksum every part gets
     * @param checksumType what the whole object's checksum will be of; present exactly with the algorithm
     */
    public record Upload(
            String uploadId,
            ObjectKey key,
            String initiatorArn,
            Instant created,
            Optional<ChecksumAlgorithm> checksumAlgorithm,
            Optional<ChecksumType> checksumType) {}

    /**
     * A part that arrived.
     *
     * @param number 1 to 10000
     * @param size bytes
     * @param etag MD5 in hex digits
     * @param lastModified when
     * @param checksum its additional checksum
     */
    public record Part(int number, long size, String etag, Instant lastModified, Optional<Checksum> checksum) {
        static Part of(PartEntity row) {
            Optional<Checksum> sum = row.checksumAlgorithm()
                    .map(a -> new Checksum(
                            a, ChecksumType.FULL_OBJECT, row.checksumValue().orElseThrow()));
            return new Part(row.partNumber(), row.size(), row.etag(), row.lastModified(), sum);
        }
    }

    /** Begins an upload. */
    public Upload create(
            Place place,
            StoredHeaders headers,
            String initiatorArn,
            Optional<ChecksumAlgorithm> algorithm,
            Optional<ChecksumType> type) {
        return storage.locks()
                .forKeys(
                        place.bucket(),
                        List.of(),
                        () -> storage.write(session -> {
                            Storage.bucket(session, place.bucket());
                            UploadEntity row = new UploadEntity(
                                    storage.freshId(),
                                    place.bucket(),
                                    place.key().hex(),
                                    initiatorArn,
                                    storage.now(),
                                    headers.encode());
                            algorithm.ifPresent(a -> row.checksum(a, type.orElse(ChecksumType.defaultOf(a))));
                            session.persist(row);
                            return upload(row);
                        }));
    }

    /** The upload; NoSuchUpload when it is not under way at that place. */
    public Upload find(Place place, String uploadId) {
        return storage.database().read(session -> upload(require(session, place, uploadId)));
    }

    /** Takes a part in; one of the same number is replaced. */
    public Part putPart(Place place, String uploadId, int number, PendingContent content) throws IOException {
        record Outcome(Part part, Storage.Dropped dropped) {}
        Outcome outcome;
        content.finish();
        content.seal();
        outcome = storage.locks()
                .forKeys(
                        place.bucket(),
                        List.of(uploadId + "/" + number),
                        () -> storage.commit(content, session -> {
                            require(session, place, uploadId);
                            List<String> replaced = PartRows.find(session, uploadId, number).stream()
                                    .map(PartEntity::blobId)
                                    .toList();
                            PartRows.delete(session, replaced);
                            PartEntity row = Objects.part(
                                    content.writer().id(), uploadId, number, content.finish(), storage.now());
                            session.persist(row);
                            return new Outcome(Part.of(row), new Storage.Dropped(uploadId, replaced));
                        }));
        storage.reclaim(outcome.dropped());
        return outcome.part();
    }

    /** Makes the object out of the parts; a repeated call of a finished upload answers the same again. */
    public StoredObject complete(Place place, String uploadId, Completion completion, WriteCondition condition) {
        record Outcome(StoredObject object, List<Storage.Dropped> dropped) {}
        Outcome outcome;
        outcome = storage.locks()
                .forKeys(
                        place.bucket(),
                        List.of(place.lockName()),
                        () -> storage.write(session -> {
                            Optional<UploadEntity> upload = UploadRows.find(
                                    session, place.bucket(), place.key().hex(), uploadId);
                            if (upload.isEmpty()) {
                                return new Outcome(finished(session, place, uploadId), List.of());
                            }
                            List<PartEntity> all = PartRows.of(session, uploadId);
                            Completion.Assembled whole = completion.assemble(upload.get(), all);
                            String contentId = storage.freshId();
                            ObjectEntity.State state = new ObjectEntity.State(
                                    contentId,
                                    whole.size(),
                                    whole.etag(),
                                    storage.now(),
                                    whole.blobIds().size(),
                                    upload.get().headers(),
                                    whole.checksum(),
                                    Optional.empty(),
                                    Optional.of(uploadId));
                            Objects.Replaced replaced = Objects.replace(session, storage, place, state, condition);
                            List<Storage.Dropped> dropped = new ArrayList<>(List.of(replaced.dropped()));
                            dropped.add(takeOver(session, whole, contentId, all));
                            session.remove(upload.get());
                            return new Outcome(StoredObject.of(replaced.row()), dropped);
                        }));
        outcome.dropped().forEach(storage::reclaim);
        return outcome.object();
    }

    /**
     * Moves the chosen parts to the object's content and drops the others. A part that arrives in the same moment goes to
     * the upload's id, which nothing refers to any more, so the sweep takes it; it can never get into the object.
     */
    private static Storage.Dropped takeOver(
            Session session, Completion.Assembled whole, String contentId, List<PartEntity> all) {
        session.flush();
        if (PartRows.move(session, whole.blobIds(), contentId)
                != whole.blobIds().size()) {
            throw new S3Exception(S3Error.OperationAborted, "A part was replaced while the upload was completed.");
        }
        List<String> unused = all.stream()
                .map(PartEntity::blobId)
                .filter(id -> !whole.blobIds().contains(id))
                .toList();
        PartRows.delete(session, unused);
        return new Storage.Dropped(contentId, unused);
    }

    private static StoredObject finished(Session session, Place place, String uploadId) {
        return ObjectRows.find(session, place.bucket(), place.key().hex())
                .filter(row -> row.state().uploadId().equals(Optional.of(uploadId)))
                .map(StoredObject::of)
                .orElseThrow(() -> noSuchUpload(uploadId));
    }

    /** Gives an upload up; its parts are removed. */
    public void abort(Place place, String uploadId) {
        Storage.Dropped dropped;
        dropped = storage.locks()
                .forKeys(
                        place.bucket(),
                        List.of(place.lockName()),
                        () -> storage.write(session -> {
                            UploadEntity upload = require(session, place, uploadId);
                            session.remove(upload);
                            return Storage.drop(session, uploadId);
                        }));
        storage.reclaim(dropped);
    }

    /** The parts with a greater number, at most {@code limit}. */
    public List<Part> parts(Place place, String uploadId, int after, int limit) {
        return storage.database().read(session -> {
            require(session, place, uploadId);
            return PartRows.after(session, uploadId, after, limit).stream()
                    .map(Part::of)
                    .toList();
        });
    }

    private static UploadEntity require(Session session, Place place, String uploadId) {
        return UploadRows.find(session, place.bucket(), place.key().hex(), uploadId)
                .orElseThrow(() -> noSuchUpload(uploadId));
    }

    private static S3Exception noSuchUpload(String uploadId) {
        return new S3Exception(S3Error.NoSuchUpload).with("UploadId", uploadId);
    }

    static Upload upload(UploadEntity row) {
        return new Upload(
                row.uploadId(),
                new ObjectKey(ObjectKey.fromHex(row.keyHex())),
                row.initiatorArn(),
                row.created(),
                row.checksumAlgorithm(),
                row.checksumType());
    }
}
