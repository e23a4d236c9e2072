package io.jarrah.walrus.db;

import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Queries over multipart uploads. */
public final class UploadRows {
    private UploadRows() {}

    /** The upload, when it is of that bucket and key. */
    public static Optional<UploadEntity> find(Session session, String bucket, String keyHex, String uploadId) {
        return Optional.ofNullable(session.find(UploadEntity.class, uploadId))
                .filter(upload ->
                        upload.bucket().equals(bucket) && upload.keyHex().equals(keyHex));
    }

    /** Uploads of a bucket, by name. */
    public static List<UploadEntity> ofBucket(Session session, String bucket) {
        return session.createSelectionQuery("from Upload u where u.bucket = :bucket", UploadEntity.class)
                .setParameter("bucket", bucket)
                .getResultList();
    }

    /** Uploads in order of (key, id), after that pair and before the key {@code to}, by the index. */
    public static List<UploadEntity> range(
            Session session, String bucket, String fromKey, String afterUploadId, String toKey, int limit) {
        return session.createSelectionQuery(
                        "from Upload u where u.bucket = :bucket and u.keyHex >= :from and u.keyHex < :to and (u.keyHex > :from or u.uploadId > :after) order by u.bucket, u.keyHex, u.uploadId",
                        UploadEntity.class)
                .setParameter("bucket", bucket)
                .setParameter("from", fromKey)
                .setParameter("to", toKey)
                .setParameter("after", afterUploadId)
                .setMaxResults(limit)
                .getResultList();
    }
}
