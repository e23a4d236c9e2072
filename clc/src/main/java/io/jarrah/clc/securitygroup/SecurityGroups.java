package io.jarrah.clc.securitygroup;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hibernate.Session;

/** The security groups of accounts; works in the caller's transaction. */
public final class SecurityGroups {
    /** Name of the group every account has, and of which an instance is when no other is named. */
    public static final String DEFAULT = "default";
    /** Their resource type in tags and ARNs. */
    public static final String RESOURCE_TYPE = "security-group";
    /** The resource type of their rules. */
    public static final String RULE_RESOURCE_TYPE = "security-group-rule";
    /** How many groups an account may have; Amazon's default quota. */
    public static final int MAX_PER_ACCOUNT = 2500;
    /** How many rules a group may have in each direction; Amazon's quota can be raised to that. */
    public static final int MAX_RULES = 1000;
    /** How many groups an instance may be in; the most that Amazon's quota can be raised to. */
    public static final int MAX_PER_INSTANCE = 16;

    private static final String DEFAULT_DESCRIPTION = "default VPC security group";

    private final Tags tags;
    private final SecurityGroupRules rules;
    private final RandomGenerator random;
    private final boolean ipv6;

    /** With {@code ipv6}, groups that are made let everything out by IPv6, too. */
    public SecurityGroups(Tags tags, RandomGenerator random, boolean ipv6) {
        this.ipv6 = ipv6;
        this.tags = tags;
        this.rules = new SecurityGroupRules(tags);
        this.random = random;
    }

    /** Their rules. */
    public SecurityGroupRules rules() {
        return rules;
    }

    /** How tags find groups and rules. */
    public List<TaggableType> taggable() {
        return List.of(
                new TaggableType(
                        RESOURCE_TYPE,
                        SecurityGroupId.PREFIX,
                        Ec2Error.INVALID_GROUP_NOT_FOUND,
                        Ec2Error.INVALID_GROUP_ID_MALFORMED,
                        (session, account, id) ->
                                byId(session, account, new SecurityGroupId(id)).isPresent()),
                new TaggableType(
                        RULE_RESOURCE_TYPE,
                        SecurityGroupRuleId.PREFIX,
                        Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_NOT_FOUND,
                        Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_MALFORMED,
                        (session, account, id) -> !SecurityGroupRules.byIds(
                                        session, account, List.of(new SecurityGroupRuleId(id)))
                                .isEmpty()));
    }

    /** All groups of the account. */
    public List<SecurityGroupEntity> all(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "from SecurityGroupEntity where accountId = :account", SecurityGroupEntity.class)
                .setParameter("account", account.value())
                .getResultList();
    }

    /** The account's group of that id. */
    public Optional<SecurityGroupEntity> byId(Session session, AccountId account, SecurityGroupId id) {
        return Optional.ofNullable(session.find(SecurityGroupEntity.class, id.value()))
                .filter(group -> group.account().equals(account));
    }

    /** Those of the account's groups that have one of the ids; one query. */
    public List<SecurityGroupEntity> byIds(Session session, AccountId account, Collection<SecurityGroupId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery(
                        "from SecurityGroupEntity where accountId = :account and id in :ids", SecurityGroupEntity.class)
                .setParameter("account", account.value())
                .setParameterList(
                        "ids", ids.stream().map(SecurityGroupId::value).toList())
                .getResultList();
    }

    /** The account's group of that name. */
    public Optional<SecurityGroupEntity> byName(Session session, AccountId account, String name) {
        return session.createSelectionQuery(
                        "from SecurityGroupEntity where accountId = :account and name = :name",
                        SecurityGroupEntity.class)
                .setParameter("account", account.value())
                .setParameter("name", name)
                .uniqueResultOptional();
    }

    /** The names of the groups that rules of the account name, whoever owns them. */
    public Map<SecurityGroupId, String> referencedNames(Session session, AccountId account) {
        Map<SecurityGroupId, String> names = new HashMap<>();
        session.createSelectionQuery(
                        "select distinct g.id, g.name from SecurityGroupEntity g join SecurityGroupRuleEntity r"
                                + " on r.referencedGroupId = g.id where r.accountId = :account",
                        Object[].class)
                .setParameter("account", account.value())
                .getResultList()
                .forEach(row -> names.put(new SecurityGroupId((String) row[0]), (String) row[1]));
        return names;
    }

    /** How many groups the account has. */
    public long count(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "select count(*) from SecurityGroupEntity where accountId = :account", Long.class)
                .setParameter("account", account.value())
                .getSingleResult();
    }

    /**
     * The account's default group, made when it has none: it lets its members speak with one another, and reach all. Two
     * transactions that would both make it collide on the unique name, and the later one starts over.
     */
    public SecurityGroupEntity ensureDefault(Session session, AccountId account, Instant now) {
        return byName(session, account, DEFAULT).orElseGet(() -> {
            SecurityGroupEntity made = persist(session, account, DEFAULT, DEFAULT_DESCRIPTION, now);
            Permission fromItself = Permission.all(new Permission.Members(made.id(), account));
            List<GroupRule> first = new ArrayList<>(toAll(made));
            first.add(rule(made, false, fromItself));
            rules.add(session, first, Map.of());
            return made;
        });
    }

    /** Adds a group that lets nothing in and everything out. */
    public SecurityGroupEntity create(
            Session session,
            AccountId account,
            String name,
            String description,
            Map<String, String> groupTags,
            Instant now) {
        SecurityGroupEntity made = persist(session, account, name, description, now);
        rules.add(session, toAll(made), Map.of());
        tags.put(session, account, RESOURCE_TYPE, made.id().value(), groupTags);
        return made;
    }

    /** A rule of that group with a fresh id, not stored yet. */
    public GroupRule rule(SecurityGroupEntity group, boolean egress, Permission permission) {
        return rule(group, egress, permission, Optional.empty());
    }

    /** A rule of that group with a fresh id and that description, not stored yet. */
    public GroupRule rule(
            SecurityGroupEntity group, boolean egress, Permission permission, Optional<String> description) {
        return new GroupRule(
                SecurityGroupRuleId.random(random), group.id(), group.account(), egress, permission, description);
    }

    /** Whether an instance is in the group, or a rule of another group names it. */
    public boolean isInUse(Session session, SecurityGroupEntity group) {
        return Memberships.count(session, group.id()) > 0 || SecurityGroupRules.isNamedByOthers(session, group.id());
    }

    /** Removes a group with its rules and all their tags; constraints refuse it while it is in use. */
    public void remove(Session session, SecurityGroupEntity group) {
        rules.remove(session, SecurityGroupRules.of(session, group.id()));
        tags.removeAll(session, group.account(), group.id().value());
        session.remove(group);
        session.flush();
    }

    private SecurityGroupEntity persist(
            Session session, AccountId account, String name, String description, Instant now) {
        SecurityGroupEntity made =
                new SecurityGroupEntity(SecurityGroupId.random(random), account, name, description, now);
        session.persist(made);
        session.flush();
        return made;
    }

    private List<GroupRule> toAll(SecurityGroupEntity group) {
        return Stream.of("0.0.0.0/0", "::/0")
                .limit(ipv6 ? 2 : 1)
                .map(prefix -> rule(group, true, Permission.all(new Permission.Addresses(Prefix.parse(prefix)))))
                .toList();
    }
}
