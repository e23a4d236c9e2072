package io.jarrah.clc.securitygroup;

import io.jarrah.clc.tag.Tags;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** The rules of security groups; works in the caller's transaction. */
public final class SecurityGroupRules {
    private static final int CHUNK = 500;

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
