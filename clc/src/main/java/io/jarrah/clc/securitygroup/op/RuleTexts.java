package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/** Writes and reads the rules of a group as text ({@link RuleText}), in the name of its owner. */
public final class RuleTexts {
    private final Database database;
    private final GroupChanges changes;
    private final SecurityGroups groups;

    public RuleTexts(Database database, GroupChanges changes) {
        this.database = database;
        this.changes = changes;
        this.groups = changes.groups();
    }

    /**
     * Rules of one direction of a group.
     *
     * @param rules a line each
     */
    public record Exported(SecurityGroupId group, String name, String rules) {}

    /**
     * What an import did.
     *
     * @param unchanged rules that were there and stay, with their ids and descriptions
     */
    public record Imported(SecurityGroupId group, String name, int added, int removed, int unchanged) {}

    /**
     * The rules of a group.
     *
     * @param owner a call in the name of the group's owner
     * @param group id or name
     * @throws ApiException NoSuchEntity
     */
    public Exported export(CallContext owner, String group, boolean egress) {
        return database.read(session -> {
            SecurityGroupEntity found = find(session, owner, group);
            return new Exported(
                    found.id(), found.name(), RuleText.render(owner.account(), inDirection(session, found, egress)));
        });
    }

    /**
     * Makes the rules of a group those of the text, in one transaction.
     *
     * @throws ApiException NoSuchEntity, or ValidationError that names every bad line; nothing is changed then
     */
    public Imported importRules(CallContext owner, String group, boolean egress, String text) {
        List<RuleText.Line> lines = RuleText.parse(text);
        return changes.change(session -> {
            SecurityGroupEntity found = find(session, owner, group);
            Set<Permission> wanted = resolve(session, owner, egress, lines);
            List<GroupRule> present = inDirection(session, found, egress);
            List<GroupRule> removed = new ArrayList<>();
            for (GroupRule rule : present) {
                if (!wanted.remove(rule.permission())) {
                    removed.add(rule);
                }
            }
            groups.rules().remove(session, removed);
            groups.rules()
                    .add(
                            session,
                            wanted.stream()
                                    .map(permission -> groups.rule(found, egress, permission))
                                    .toList(),
                            Map.of());
            return new GroupChanges.Changed<>(
                    found.id(),
                    new Imported(
                            found.id(), found.name(), wanted.size(), removed.size(), present.size() - removed.size()));
        });
    }

    /** Each permission once; a permission twice permits no more than once. */
    private Set<Permission> resolve(Session session, CallContext owner, boolean egress, List<RuleText.Line> lines) {
        PermissionResolver resolver = new PermissionResolver(groups);
        Set<Permission> permissions = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (RuleText.Line line : lines) {
            try {
                permissions.add(resolver.resolve(session, owner, egress, line.permission()));
            } catch (ApiException e) {
                problems.add(RuleText.problem(line.number(), String.valueOf(e.getMessage())));
            }
        }
        RuleText.refuse(problems);
        return permissions;
    }

    private SecurityGroupEntity find(Session session, CallContext owner, String group) {
        return (group.startsWith(SecurityGroupId.PREFIX + "-")
                        ? byId(session, owner, group)
                        : groups.byName(session, owner.account(), group))
                .orElseThrow(() -> QueryError.NO_SUCH_ENTITY.because("The account " + owner.account()
                        + " has no security group " + (group.length() > 255 ? group.substring(0, 255) : group)
                        + "."));
    }

    private Optional<SecurityGroupEntity> byId(Session session, CallContext owner, String id) {
        try {
            return groups.byId(session, owner.account(), new SecurityGroupId(id));
        } catch (IllegalArgumentException notAnId) {
            throw new ApiException(QueryError.VALIDATION_ERROR, "That is no id of a security group", notAnId);
        }
    }

    private static List<GroupRule> inDirection(Session session, SecurityGroupEntity group, boolean egress) {
        return SecurityGroupRules.of(session, group.id()).stream()
                .filter(rule -> rule.egress() == egress)
                .toList();
    }
}
