package io.jarrah.walrus.db;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Queries over parts. */
public final class PartRows {
    private static final int BATCH = 500;

    private PartRows() {}

    /** All parts of a content in order. */
    public static List<PartEntity> of(Session session, String contentId) {
        return after(session, contentId, 0, Integer.MAX_VALUE);
    }

    /** Parts of a content with a greater number, in order. */
    public static List<PartEntity> after(Session session, String contentId, int partNumber, int limit) {
        return session.createSelectionQuery(
                        "from ObjectPart p where p.contentId = :content and p.partNumber > :after order by p.partNumber",
                        PartEntity.class)
                .setParameter("content", contentId)
                .setParameter("after", partNumber)
                .setMaxResults(limit)
                .getResultList();
    }

    /** One part. */
    public static Optional<PartEntity> find(Session session, String contentId, int partNumber) {
        return session.createSelectionQuery(
                        "from ObjectPart p where p.contentId = :content and p.partNumber = :number", PartEntity.class)
                .setParameter("content", contentId)
                .setParameter("number", partNumber)
                .uniqueResultOptional();
    }

    /** Removes the rows at once (not at the flush), so that a part of the same number can follow. */
    public static void delete(Session session, Collection<String> blobIds) {
        for (List<String> batch : batches(blobIds)) {
            session.createMutationQuery("delete from ObjectPart p where p.blobId in (:ids)")
                    .setParameterList("ids", batch)
                    .executeUpdate();
        }
    }

    /** Gives the parts to another content; returns how many were still there. */
    public static int move(Session session, Collection<String> blobIds, String contentId) {
        int moved = 0;
        for (List<String> batch : batches(blobIds)) {
            moved += session.createMutationQuery(
                            "update ObjectPart p set p.contentId = :content where p.blobId in (:ids)")
                    .setParameter("content", contentId)
                    .setParameterList("ids", batch)
                    .executeUpdate();
        }
        return moved;
    }

    private static List<List<String>> batches(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        return java.util.stream.IntStream.range(0, (all.size() + BATCH - 1) / BATCH)
                .mapToObj(i -> all.subList(i * BATCH, Math.min(all.size(), (i + 1) * BATCH)))
                .toList();
    }
}
