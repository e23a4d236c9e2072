package io.jarrah.walrus.db;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Queries over objects. */
public final class ObjectRows {
    private static final String KEY = " where o.bucket = :bucket and o.keyHex = :key";

    private ObjectRows() {}

    /** The object under that key. */
    public static Optional<ObjectEntity> find(Session session, String bucket, String keyHex) {
        return session.createSelectionQuery("from StoredObject o" + KEY, ObjectEntity.class)
                .setParameter("bucket", bucket)
                .setParameter("key", keyHex)
                .uniqueResultOptional();
    }

    /** The objects under those keys. */
    public static List<ObjectEntity> findAll(Session session, String bucket, Collection<String> keysHex) {
        return session.createSelectionQuery(
                        "from StoredObject o where o.bucket = :bucket and o.keyHex in (:keys)", ObjectEntity.class)
                .setParameter("bucket", bucket)
                .setParameterList("keys", keysHex)
                .getResultList();
    }

    /** Whether any object has that content. */
    public static boolean contentIsUsed(Session session, String contentId) {
        return !session.createSelectionQuery(
                        "select o.id from StoredObject o where o.contentId = :content", String.class)
                .setParameter("content", contentId)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Notes the digest of a content in all objects that have it. */
    public static void noteSha256(Session session, String contentId, String sha256) {
        session.createMutationQuery(
                        "update StoredObject o set o.sha256 = :sha256 where o.contentId = :content and o.sha256 is null")
                .setParameter("sha256", sha256)
                .setParameter("content", contentId)
                .executeUpdate();
    }

    /** Objects with {@code from <= key < to} in order of key, by the index. */
    public static List<ObjectEntity> range(Session session, String bucket, String from, String to, int limit) {
        return session.createSelectionQuery(
                        "from StoredObject o where o.bucket = :bucket and o.keyHex >= :from and o.keyHex < :to order by o.bucket, o.keyHex",
                        ObjectEntity.class)
                .setParameter("bucket", bucket)
                .setParameter("from", from)
                .setParameter("to", to)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Which of the blobs an object or an upload under way refers to. */
    public static List<String> referenced(Session session, Collection<String> blobIds) {
        return session.createSelectionQuery(
                        "select p.blobId from ObjectPart p where p.blobId in (:ids) and (exists (select 1 from StoredObject o where o.contentId = p.contentId) or exists (select 1 from Upload u where u.uploadId = p.contentId))",
                        String.class)
                .setParameterList("ids", blobIds)
                .getResultList();
    }
}
