package io.jarrah.clc.keypair;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.KeyPairId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** The key pairs of an account; works in the caller's transaction. */
public final class KeyPairs {
    /** Their resource type in tags and ARNs. */
    public static final String RESOURCE_TYPE = "key-pair";
    /** The unique constraint on account and name. */
    public static final String NAME_ONCE = "key_pair_name_once";

    private final Tags tags;

    public KeyPairs(Tags tags) {
        this.tags = tags;
    }

    /** How tags find key pairs. */
    public TaggableType taggable() {
        return new TaggableType(
                RESOURCE_TYPE,
                KeyPairId.PREFIX,
                Ec2Error.INVALID_KEY_PAIR_NOT_FOUND,
                Ec2Error.INVALID_ID,
                (session, account, id) -> byId(session, account, id).isPresent());
    }

    /** Adds a pair and its tags; a taken name breaks {@link #NAME_ONCE}. */
    public void add(Session session, KeyPair pair, Map<String, String> pairTags) {
        session.persist(new KeyPairEntity(pair));
        session.flush();
        tags.put(session, pair.account(), RESOURCE_TYPE, pair.id().value(), pairTags);
    }

    /** All pairs of the account. */
    public List<KeyPair> all(Session session, AccountId account) {
        return session
                .createSelectionQuery("from KeyPairEntity where accountId = :account", KeyPairEntity.class)
                .setParameter("account", account.value())
                .getResultList()
                .stream()
                .map(KeyPairEntity::pair)
                .toList();
    }

    /** The pair of that name. */
    public Optional<KeyPair> byName(Session session, AccountId account, String name) {
        return session
                .createSelectionQuery(
                        "from KeyPairEntity where accountId = :account and name = :name", KeyPairEntity.class)
                .setParameter("account", account.value())
                .setParameter("name", name)
                .getResultList()
                .stream()
                .map(KeyPairEntity::pair)
                .findFirst();
    }

    /** The pair of that id. */
    public Optional<KeyPair> byId(Session session, AccountId account, String id) {
        return Optional.ofNullable(session.find(KeyPairEntity.class, id))
                .map(KeyPairEntity::pair)
                .filter(pair -> pair.account().equals(account));
    }

    /** Removes a pair with its tags. */
    public void remove(Session session, KeyPair pair) {
        session.createMutationQuery("delete from KeyPairEntity where id = :id")
                .setParameter("id", pair.id().value())
                .executeUpdate();
        tags.removeAll(session, pair.account(), pair.id().value());
    }
}
