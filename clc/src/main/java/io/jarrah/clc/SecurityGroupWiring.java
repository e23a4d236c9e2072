package io.jarrah.clc;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.admin.GroupRulesAdmin;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.securitygroup.MembershipEntity;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.securitygroup.SecurityGroupRuleEntity;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.securitygroup.op.AuthorizeSecurityGroupEgress;
import io.jarrah.clc.securitygroup.op.AuthorizeSecurityGroupIngress;
import io.jarrah.clc.securitygroup.op.CreateSecurityGroup;
import io.jarrah.clc.securitygroup.op.DeleteSecurityGroup;
import io.jarrah.clc.securitygroup.op.DescribeSecurityGroupRules;
import io.jarrah.clc.securitygroup.op.DescribeSecurityGroups;
import io.jarrah.clc.securitygroup.op.GroupChanges;
import io.jarrah.clc.securitygroup.op.ModifySecurityGroupRules;
import io.jarrah.clc.securitygroup.op.RevokeSecurityGroupEgress;
import io.jarrah.clc.securitygroup.op.RevokeSecurityGroupIngress;
import io.jarrah.clc.securitygroup.op.RuleTexts;
import io.jarrah.clc.securitygroup.op.UpdateSecurityGroupRuleDescriptionsEgress;
import io.jarrah.clc.securitygroup.op.UpdateSecurityGroupRuleDescriptionsIngress;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;

/** Security groups: their repository and their lines in the action table. */
public final class SecurityGroupWiring {
    /** The mapped classes of this part. */
    public static final List<Class<?>> ENTITIES =
            List.of(SecurityGroupEntity.class, SecurityGroupRuleEntity.class, MembershipEntity.class);

    private final Database database;
    private final ApiWiring api;
    private final SecurityGroups groups;
    private final GroupChanges changes;

    /** With {@code ipv6}, networks have IPv6. */
    public SecurityGroupWiring(
            Database database, ApiWiring api, ClusterWakeUp wakeUp, boolean ipv6, RandomGenerator random) {
        this.database = database;
        this.api = api;
        this.groups = new SecurityGroups(api.tags(), random, ipv6);
        this.changes = new GroupChanges(database, groups, wakeUp, api.ruleNotes());
    }

    /** The groups. */
    public SecurityGroups groups() {
        return groups;
    }

    /** The kinds of resources of this part that can be tagged. */
    public List<TaggableType> taggable() {
        return groups.taggable();
    }

    /** Adds the EC2 actions of this part. */
    public void addTo(ActionTable.Builder ec2) {
        ec2.serve(
                        "CreateSecurityGroup",
                        CreateSecurityGroupRequest.class,
                        new CreateSecurityGroup(database, groups),
                        Access.to((context, request) -> List.of(context.ec2Arn(SecurityGroups.RESOURCE_TYPE, "*"))))
                .serve(
                        "DeleteSecurityGroup",
                        DeleteSecurityGroupRequest.class,
                        new DeleteSecurityGroup(database, groups),
                        Access.to((context, request) -> arn(context, request.groupId(), request.groupName())))
                .serve(
                        "DescribeSecurityGroups",
                        DescribeSecurityGroupsRequest.class,
                        new DescribeSecurityGroups(database, groups, api.tags(), api.pages()))
                .serve(
                        "DescribeSecurityGroupRules",
                        DescribeSecurityGroupRulesRequest.class,
                        new DescribeSecurityGroupRules(database, api.tags(), api.pages()));
        addChanges(ec2);
    }

    /** Adds the actions of the admin API of this part. */
    public void addToAdmin(ActionTable.Builder admin) {
        new GroupRulesAdmin(api.accounts(), new RuleTexts(database, changes)).addTo(admin);
    }

    private void addChanges(ActionTable.Builder ec2) {
        ec2.serve(
                        "AuthorizeSecurityGroupIngress",
                        AuthorizeSecurityGroupIngressRequest.class,
                        new AuthorizeSecurityGroupIngress(changes),
                        Access.to((context, request) -> arn(context, request.groupId(), request.groupName())))
                .serve(
                        "AuthorizeSecurityGroupEgress",
                        AuthorizeSecurityGroupEgressRequest.class,
                        new AuthorizeSecurityGroupEgress(changes),
                        byId(AuthorizeSecurityGroupEgressRequest::groupId))
                .serve(
                        "RevokeSecurityGroupIngress",
                        RevokeSecurityGroupIngressRequest.class,
                        new RevokeSecurityGroupIngress(changes),
                        Access.to((context, request) -> arn(context, request.groupId(), request.groupName())))
                .serve(
                        "RevokeSecurityGroupEgress",
                        RevokeSecurityGroupEgressRequest.class,
                        new RevokeSecurityGroupEgress(changes),
                        byId(RevokeSecurityGroupEgressRequest::groupId))
                .serve(
                        "ModifySecurityGroupRules",
                        ModifySecurityGroupRulesRequest.class,
                        new ModifySecurityGroupRules(changes),
                        byId(ModifySecurityGroupRulesRequest::groupId))
                .serve(
                        "UpdateSecurityGroupRuleDescriptionsIngress",
                        UpdateSecurityGroupRuleDescriptionsIngressRequest.class,
                        new UpdateSecurityGroupRuleDescriptionsIngress(changes),
                        Access.to((context, request) -> arn(context, request.groupId(), request.groupName())))
                .serve(
                        "UpdateSecurityGroupRuleDescriptionsEgress",
                        UpdateSecurityGroupRuleDescriptionsEgressRequest.class,
                        new UpdateSecurityGroupRuleDescriptionsEgress(changes),
                        Access.to((context, request) -> arn(context, request.groupId(), request.groupName())));
    }

    private static <Q> Access<Q> byId(Function<Q, @Nullable String> id) {
        return Access.to((context, request) -> arn(context, id.apply(request), null));
    }

    /** A group given by name may be any: policies speak of ids. */
    private static List<String> arn(CallContext context, @Nullable String id, @Nullable String name) {
        boolean byId = id != null && !id.isEmpty() && (name == null || name.isEmpty());
        return List.of(context.ec2Arn(SecurityGroups.RESOURCE_TYPE, byId && id != null ? id : "*"));
    }
}
