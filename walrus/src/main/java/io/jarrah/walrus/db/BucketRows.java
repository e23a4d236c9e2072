package io.jarrah.walrus.db;

import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Queries over buckets. */
public final class BucketRows {
    private BucketRows() {}

    /** The bucket of that name. */
    public static Optional<BucketEntity> find(Session session, String name) {
        return Optional.ofNullable(session.find(BucketEntity.class, name));
    }

    /** An account's buckets by name. */
    public static List<BucketEntity> ownedBy(Session session, String account, String after, String prefix, int limit) {
        return session.createSelectionQuery(
                        "from Bucket b where b.ownerAccount = :account and b.name > :after and b.name like :prefix escape '!' order by b.name",
                        BucketEntity.class)
                .setParameter("account", account)
                .setParameter("after", after)
                .setParameter(
                        "prefix", prefix.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
                .setMaxResults(limit)
                .getResultList();
    }

    /** Whether the bucket holds an object or an upload under way. */
    public static boolean isUsed(Session session, String name) {
        return !session.createSelectionQuery("select o.id from StoredObject o where o.bucket = :name", String.class)
                .setParameter("name", name)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }
}
