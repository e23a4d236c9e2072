package io.jarrah.clc.tag;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.AccountId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.Session;

/**
 * The tags of an account's resources. Every method works in the caller's transaction, so that a resource and its tags come and go together, and sees only that account's rows.
 */
public final class Tags {
    /** How many tags a resource may have, not counting those whose key begins with {@code aws:}. */
    public static final int MAX_PER_RESOURCE = 50;

    private static final String RESERVED = "aws:";

    /** The tags of one resource, by key. */
    public Map<String, String> of(Session session, AccountId account, String resourceId) {
        return ofAll(session, account, List.of(resourceId)).getOrDefault(resourceId, Map.of());
    }

    /** The tags of these resources: resource id to key to value. A resource without tags is not in it. */
    public Map<String, Map<String, String>> ofAll(Session session, AccountId account, Collection<String> resourceIds) {
        if (resourceIds.isEmpty()) {
            return Map.of();
        }
        return grouped(session.createSelectionQuery(
                        "from TagEntity where accountId = :account and resourceId in :ids", TagEntity.class)
                .setParameter("account", account.value())
                .setParameterList("ids", resourceIds)
                .getResultList());
    }

    /** The tags of all resources of a type: resource id to key to value. */
    public Map<String, Map<String, String>> ofType(Session session, AccountId account, String resourceType) {
        return grouped(session.createSelectionQuery(
                        "from TagEntity where accountId = :account and resourceType = :type", TagEntity.class)
                .setParameter("account", account.value())
                .setParameter("type", resourceType)
                .getResultList());
    }

    /** All tags of the account. */
    public List<TagRow> all(Session session, AccountId account) {
        return session
                .createSelectionQuery("from TagEntity where accountId = :account", TagEntity.class)
                .setParameter("account", account.value())
                .getResultList()
                .stream()
                .map(TagEntity::row)
                .toList();
    }

    /**
     * Sets tags on a resource; a key that is there gets the new value.
     *
     * @throws ApiException InvalidParameterValue for a bad key or value, TagLimitExceeded for too many
     */
    public void put(
            Session session, AccountId account, String resourceType, String resourceId, Map<String, String> tags) {
        tags.forEach(Tags::check);
        Map<String, TagEntity> present = new LinkedHashMap<>();
        session.createSelectionQuery("from TagEntity where accountId = :account and resourceId = :id", TagEntity.class)
                .setParameter("account", account.value())
                .setParameter("id", resourceId)
                .getResultList()
                .forEach(entity -> present.put(entity.row().key(), entity));
        tags.forEach((key, value) -> {
            TagEntity entity = present.get(key);
            if (entity != null) {
                entity.setValue(value);
            } else {
                TagEntity added =
                        new TagEntity(new TagEntity.Key(account.value(), resourceId, key), resourceType, value);
                session.persist(added);
                present.put(key, added);
            }
        });
        if (present.keySet().stream().filter(key -> !key.startsWith(RESERVED)).count() > MAX_PER_RESOURCE) {
            throw Ec2Error.TAG_LIMIT_EXCEEDED.because("The maximum number of tags on a resource, " + MAX_PER_RESOURCE
                    + ", would be exceeded on " + resourceId);
        }
    }

    /** Removes tags: a key with an empty value goes whatever its value is, a key with a value only if it has that value. */
    public void remove(Session session, AccountId account, String resourceId, Map<String, Optional<String>> tags) {
        tags.keySet().forEach(Tags::checkNotReserved);
        for (TagEntity entity : session.createSelectionQuery(
                        "from TagEntity where accountId = :account and resourceId = :id", TagEntity.class)
                .setParameter("account", account.value())
                .setParameter("id", resourceId)
                .getResultList()) {
            Optional<String> wanted = tags.get(entity.row().key());
            if (wanted != null && wanted.map(entity.row().value()::equals).orElse(true)) {
                session.remove(entity);
            }
        }
    }

    /** Removes all tags of a resource that is gone; with {@code aws:} ones. */
    public void removeAll(Session session, AccountId account, String resourceId) {
        session.createMutationQuery("delete from TagEntity where accountId = :account and resourceId = :id")
                .setParameter("account", account.value())
                .setParameter("id", resourceId)
                .executeUpdate();
    }

    private static Map<String, Map<String, String>> grouped(List<TagEntity> entities) {
        Map<String, Map<String, String>> byResource = new LinkedHashMap<>();
        for (TagEntity entity : entities) {
            TagRow row = entity.row();
            byResource.computeIfAbsent(row.resourceId(), id -> new TreeMap<>()).put(row.key(), row.value());
        }
        return byResource;
    }

    private static void check(String key, String value) {
        checkNotReserved(key);
        if (key.length() > 128) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Tag key exceeds the maximum length of 128 characters");
        }
        if (value.length() > 256) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Tag value exceeds the maximum length of 256 characters; the key is " + key);
        }
    }

    private static void checkNotReserved(String key) {
        if (key.isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Tag key cannot be null or empty.");
        }
        if (key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value ( " + key
                    + " ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use");
        }
    }
}
