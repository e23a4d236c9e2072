package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.securitygroup.SecurityGroupRuleId;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.id.ResourceIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the actions of both directions share: adding, removing and describing rules of one group, all of a request or none. */
final class PermissionChanges {
    private static final int SHOWN = 64;

    private final GroupChanges changes;
    private final SecurityGroups groups;
    private final GroupLookup lookup;
    private final PermissionResolver resolver;
    private final boolean egress;

    PermissionChanges(GroupChanges changes, boolean egress) {
        this.changes = changes;
        this.groups = changes.groups();
        this.lookup = new GroupLookup(groups);
        this.resolver = new PermissionResolver(groups);
        this.egress = egress;
    }

    /**
     * The group a request is about.
     *
     * @param id its id
     * @param name its name; one of both is given
     */
    record Target(@Nullable String id, @Nullable String name) {}

    /** Adds rules. */
    List<GroupRule> authorize(
            CallContext context, Target target, List<AskedPermission> asked, Map<String, String> tags) {
        if (asked.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter ipPermissions");
        }
        return changes.change(session -> {
            SecurityGroupEntity group = find(session, context, target);
            Set<Permission> present = new HashSet<>();
            inDirection(session, group).forEach(rule -> present.add(rule.permission()));
            Set<Permission> fresh = new HashSet<>();
            List<GroupRule> added = new ArrayList<>();
            for (AskedPermission one : asked) {
                Permission permission = resolver.resolve(session, context, egress, one);
                if (!fresh.add(permission)) {
                    throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                            "The same permission must not appear multiple times");
                }
                requireNew(present, permission);
                added.add(groups.rule(group, egress, permission, one.description()));
            }
            if (present.size() + added.size() > SecurityGroups.MAX_RULES) {
                throw Ec2Error.RULES_PER_SECURITY_GROUP_LIMIT_EXCEEDED.because(
                        "The maximum number of rules per security group has been reached: " + SecurityGroups.MAX_RULES
                                + " in each direction.");
            }
            groups.rules().add(session, added, tags);
            return new GroupChanges.Changed<>(group.id(), added);
        });
    }

    private static void requireNew(Set<Permission> present, Permission permission) {
        if (present.contains(permission)) {
            throw duplicate(permission);
        }
    }

    static ApiException duplicate(Permission permission) {
        return Ec2Error.INVALID_PERMISSION_DUPLICATE.because(
                "the specified rule \"" + GroupRendering.words(permission) + "\" already exists");
    }

    /** Removes rules, given either by what they permit or by their ids. */
    List<GroupRule> revoke(CallContext context, Target target, List<AskedPermission> asked, List<String> ruleIds) {
        if (asked.isEmpty() && ruleIds.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because(
                    "The request must contain the parameter ipPermissions or securityGroupRuleIds");
        }
        if (!asked.isEmpty() && !ruleIds.isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter ipPermissions cannot be used with the parameter securityGroupRuleIds");
        }
        Set<SecurityGroupRuleId> ids = ruleIds(ruleIds);
        return changes.change(session -> {
            SecurityGroupEntity group = find(session, context, target);
            List<GroupRule> rules = inDirection(session, group);
            Set<GroupRule> removed = new LinkedHashSet<>(ofIds(rules, ids));
            asked.forEach(one -> removed.add(require(session, context, one, rules)));
            groups.rules().remove(session, removed);
            return new GroupChanges.Changed<>(group.id(), List.copyOf(removed));
        });
    }

    /** Gives rules other descriptions: those that permit what is asked, and those with the ids. */
    void describe(
            CallContext context,
            Target target,
            List<AskedPermission> asked,
            Map<String, Optional<String>> descriptions) {
        if (asked.isEmpty() && descriptions.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because(
                    "The request must contain the parameter ipPermissions or securityGroupRuleDescriptions");
        }
        Set<SecurityGroupRuleId> ids = ruleIds(descriptions.keySet());
        int unused = changes.changeQuietly(session -> {
            SecurityGroupEntity group = find(session, context, target);
            List<GroupRule> rules = inDirection(session, group);
            List<GroupRule> described = new ArrayList<>();
            for (GroupRule rule : ofIds(rules, ids)) {
                described.add(
                        rule.describedAs(descriptions.getOrDefault(rule.id().value(), Optional.empty())));
            }
            for (AskedPermission one : asked) {
                described.add(require(session, context, one, rules).describedAs(one.description()));
            }
            SecurityGroupRules.describe(session, described);
            return described.size();
        });
    }

    private SecurityGroupEntity find(Session session, CallContext context, Target target) {
        return lookup.one(session, context, target.id(), target.name());
    }

    private List<GroupRule> inDirection(Session session, SecurityGroupEntity group) {
        return SecurityGroupRules.of(session, group.id()).stream()
                .filter(rule -> rule.egress() == egress)
                .toList();
    }

    private GroupRule require(Session session, CallContext context, AskedPermission asked, List<GroupRule> rules) {
        return resolver.find(session, context, egress, asked, rules)
                .orElseThrow(() -> Ec2Error.INVALID_PERMISSION_NOT_FOUND.because(
                        "The specified rule does not exist in this security group."));
    }

    private static List<GroupRule> ofIds(List<GroupRule> rules, Set<SecurityGroupRuleId> ids) {
        Map<SecurityGroupRuleId, GroupRule> byId = new HashMap<>();
        rules.forEach(rule -> byId.put(rule.id(), rule));
        List<GroupRule> found = new ArrayList<>();
        for (SecurityGroupRuleId id : ids) {
            GroupRule rule = byId.get(id);
            if (rule == null) {
                throw noSuchRule(id);
            }
            found.add(rule);
        }
        return found;
    }

    static ApiException noSuchRule(SecurityGroupRuleId id) {
        return Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_NOT_FOUND.because(
                "The security group rule ID '" + id + "' does not exist");
    }

    /** The ids, each once, in their order. */
    static Set<SecurityGroupRuleId> ruleIds(Iterable<String> texts) {
        Set<SecurityGroupRuleId> ids = new LinkedHashSet<>();
        for (String text : texts) {
            if (!ResourceIds.isLongId(SecurityGroupRuleId.PREFIX, text)) {
                String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
                throw Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_MALFORMED.because(
                        "Invalid id: \"" + shown + "\" (expecting \"sgr-...\")");
            }
            ids.add(new SecurityGroupRuleId(text));
        }
        return ids;
    }
}
