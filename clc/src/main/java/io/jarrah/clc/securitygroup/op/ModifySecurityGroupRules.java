package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.SecurityGroupRuleId;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;

/**
 * Gives rules of a group other contents under their old ids and tags, all of them or none; two may swap what they permit.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html">ModifySecurityGroupRules</a>
 */
public final class ModifySecurityGroupRules
        implements Operation<ModifySecurityGroupRulesRequest, ModifySecurityGroupRulesResponse> {
    private final GroupChanges changes;
    private final SecurityGroups groups;
    private final GroupLookup lookup;
    private final PermissionResolver resolver;

    public ModifySecurityGroupRules(GroupChanges changes) {
        this.changes = changes;
        this.groups = changes.groups();
        this.lookup = new GroupLookup(groups);
        this.resolver = new PermissionResolver(groups);
    }

    @Override
    public ModifySecurityGroupRulesResponse execute(CallContext context, ModifySecurityGroupRulesRequest request) {
        Map<SecurityGroupRuleId, AskedPermission> asked = asked(request.securityGroupRules());
        int unused = changes.change(session -> {
            SecurityGroupId group =
                    lookup.one(session, context, request.groupId(), null).id();
            List<GroupRule> changed = changed(session, context, group, asked);
            SecurityGroupRules.replace(session, changed);
            return new GroupChanges.Changed<>(group, changed.size());
        });
        return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
    }

    private static Map<SecurityGroupRuleId, AskedPermission> asked(List<SecurityGroupRuleUpdate> updates) {
        if (updates.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter SecurityGroupRule");
        }
        Map<SecurityGroupRuleId, AskedPermission> asked = new LinkedHashMap<>();
        for (SecurityGroupRuleUpdate update : updates) {
            String text = update.securityGroupRuleId();
            if (text == null || text.isEmpty() || update.securityGroupRule() == null) {
                throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameters SecurityGroupRuleId"
                        + " and SecurityGroupRule for each rule");
            }
            SecurityGroupRuleId id =
                    PermissionChanges.ruleIds(List.of(text)).iterator().next();
            if (asked.put(id, AskedPermissions.of(update.securityGroupRule())) != null) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "The same security group rule must not appear multiple times: " + id);
            }
        }
        return asked;
    }

    private List<GroupRule> changed(
            Session session,
            CallContext context,
            SecurityGroupId group,
            Map<SecurityGroupRuleId, AskedPermission> asked) {
        List<GroupRule> rules = SecurityGroupRules.of(session, group);
        Map<SecurityGroupRuleId, GroupRule> byId = new LinkedHashMap<>();
        rules.forEach(rule -> byId.put(rule.id(), rule));
        List<GroupRule> changed = new ArrayList<>();
        asked.forEach((id, permission) -> {
            GroupRule rule = byId.get(id);
            if (rule == null) {
                throw PermissionChanges.noSuchRule(id);
            }
            GroupRule other = rule.permitting(
                    resolver.resolve(session, context, rule.egress(), permission), permission.description());
            changed.add(other);
            byId.put(id, other);
        });
        requireDistinct(byId.values());
        return changed;
    }

    private static void requireDistinct(Iterable<GroupRule> rules) {
        Set<Permission> ingress = new HashSet<>();
        Set<Permission> egress = new HashSet<>();
        for (GroupRule rule : rules) {
            if (!(rule.egress() ? egress : ingress).add(rule.permission())) {
                throw PermissionChanges.duplicate(rule.permission());
            }
        }
    }
}
