package io.jarrah.clc.securitygroup;

import io.jarrah.clc.tag.Tags;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The rules of security groups; works in the caller's transaction. */
public final class SecurityGroupRules {
    private static final int CHUNK = 500;

    /** So many groups are most of those there are. */
    private static final int MANY = 2000;

    private static final String CONTRACTS =
            "select groupId, egress, protocol, fromPort, toPort, peer, referencedGroupId"
                    + " from SecurityGroupRuleEntity";

    private final Tags tags;

    SecurityGroupRules(Tags tags) {
        this.tags = tags;
    }

    /** All rules of a group, in both directions. */
    public static List<GroupRule> of(Session session, SecurityGroupId group) {
        return ofGroups(session, List.of(group));
    }

    /** All rules of these groups, whoever owns them. */
    public static List<GroupRule> ofGroups(Session session, Collection<SecurityGroupId> groups) {
        List<String> ids = groups.stream().map(SecurityGroupId::value).toList();
        List<GroupRule> found = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            session.createSelectionQuery(
                            "from SecurityGroupRuleEntity where groupId in :groups", SecurityGroupRuleEntity.class)
                    .setParameterList("groups", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .getResultList()
                    .forEach(row -> found.add(row.rule()));
        }
        return found;
    }

    /** What the rules of these groups permit, as clusters are told it: only the columns it takes, and of very many groups in one query. */
    public static Map<SecurityGroupId, List<SecurityRule>> contracts(Session session, Set<SecurityGroupId> groups) {
        Map<String, SecurityGroupId> ids = new HashMap<>();
        groups.forEach(group -> ids.put(group.value(), group));
        Map<SecurityGroupId, List<SecurityRule>> found = new HashMap<>();
        if (groups.size() > MANY) {
            session.createSelectionQuery(CONTRACTS, Object[].class)
                    .getResultList()
                    .forEach(row -> add(found, ids, row));
            return found;
        }
        List<String> all = List.copyOf(ids.keySet());
        for (int from = 0; from < all.size(); from += CHUNK) {
            session.createSelectionQuery(CONTRACTS + " where groupId in :groups", Object[].class)
                    .setParameterList("groups", all.subList(from, Math.min(all.size(), from + CHUNK)))
                    .getResultList()
                    .forEach(row -> add(found, ids, row));
        }
        return found;
    }

    private static void add(
            Map<SecurityGroupId, List<SecurityRule>> found, Map<String, SecurityGroupId> ids, @Nullable Object[] row) {
        SecurityGroupId group = ids.get((String) row[0]);
        if (group != null) {
            Optional<SecurityGroupId> named =
                    Optional.ofNullable((String) row[6]).map(SecurityGroupId::new);
            Optional<String> prefix = named.isPresent() ? Optional.empty() : Optional.ofNullable((String) row[5]);
            found.computeIfAbsent(group, id -> new ArrayList<>())
                    .add(new SecurityRule(
                            Boolean.TRUE.equals(row[1]),
                            ((Number) Objects.requireNonNull(row[2])).intValue(),
                            ((Number) Objects.requireNonNull(row[3])).intValue(),
                            ((Number) Objects.requireNonNull(row[4])).intValue(),
                            prefix,
                            named));
        }
    }

    /** All rules of the account's groups; one query. */
    public static List<GroupRule> ofAccount(Session session, AccountId account) {
        return session
                .createSelectionQuery(
                        "from SecurityGroupRuleEntity where accountId = :account", SecurityGroupRuleEntity.class)
                .setParameter("account", account.value())
                .getResultList()
                .stream()
                .map(SecurityGroupRuleEntity::rule)
                .toList();
    }

    /** Those of the account's rules that have one of the ids; one query. */
    public static List<GroupRule> byIds(Session session, AccountId account, Collection<SecurityGroupRuleId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session
                .createSelectionQuery(
                        "from SecurityGroupRuleEntity where accountId = :account and id in :ids",
                        SecurityGroupRuleEntity.class)
                .setParameter("account", account.value())
                .setParameterList(
                        "ids", ids.stream().map(SecurityGroupRuleId::value).toList())
                .getResultList()
                .stream()
                .map(SecurityGroupRuleEntity::rule)
                .toList();
    }

    /** Adds rules, each with these tags; a permission that is there breaks a constraint. */
    public void add(Session session, Collection<GroupRule> added, Map<String, String> ruleTags) {
        added.forEach(rule -> session.persist(new SecurityGroupRuleEntity(rule)));
        session.flush();
        if (!ruleTags.isEmpty()) {
            for (GroupRule rule : added) {
                tags.put(
                        session,
                        rule.account(),
                        SecurityGroups.RULE_RESOURCE_TYPE,
                        rule.id().value(),
                        ruleTags);
            }
        }
    }

    /** Removes rules with their tags. */
    public void remove(Session session, Collection<GroupRule> removed) {
        for (GroupRule rule : removed) {
            entity(session, rule).ifPresent(session::remove);
            tags.removeAll(session, rule.account(), rule.id().value());
        }
        session.flush();
    }

    /** Gives rules other contents. They go before they come again, so that two may swap their permissions. */
    public static void replace(Session session, Collection<GroupRule> changed) {
        changed.forEach(rule -> entity(session, rule).ifPresent(session::remove));
        session.flush();
        changed.forEach(rule -> session.persist(new SecurityGroupRuleEntity(rule)));
        session.flush();
    }

    /** Gives rules their new descriptions, and touches nothing else of rows that others may be changing. */
    public static void describe(Session session, Collection<GroupRule> described) {
        for (GroupRule rule : described) {
            session.createMutationQuery("update SecurityGroupRuleEntity set description = :text where id = :id")
                    .setParameter("text", rule.description().orElse(null), String.class)
                    .setParameter("id", rule.id().value())
                    .executeUpdate();
        }
    }

    /** Whether a rule of another group names this one. */
    static boolean isNamedByOthers(Session session, SecurityGroupId group) {
        return session.createSelectionQuery(
                                "select count(*) from SecurityGroupRuleEntity"
                                        + " where referencedGroupId = :group and groupId <> :group",
                                Long.class)
                        .setParameter("group", group.value())
                        .getSingleResult()
                > 0;
    }

    private static Optional<SecurityGroupRuleEntity> entity(Session session, GroupRule rule) {
        return Optional.ofNullable(
                session.find(SecurityGroupRuleEntity.class, rule.id().value()));
    }
}
