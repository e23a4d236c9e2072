package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.SecurityGroupId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * The account's groups with their rules, by id. Every account has a default group: who looks for the first time makes it.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html">DescribeSecurityGroups</a>
 */
public final class DescribeSecurityGroups
        implements Operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResponse> {
    private final Database database;
    private final SecurityGroups groups;
    private final Tags tags;
    private final Pages pages;

    public DescribeSecurityGroups(Database database, SecurityGroups groups, Tags tags, Pages pages) {
        this.database = database;
        this.groups = groups;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeSecurityGroupsResponse execute(CallContext context, DescribeSecurityGroupsRequest request) {
        Set<SecurityGroupId> ids =
                request.groupIds().stream().map(GroupLookup::id).collect(Collectors.toSet());
        Set<String> names = Set.copyOf(request.groupNames());
        ensureDefault(context);
        List<DescribedGroup> found = database.read(session -> find(session, context, ids, names));
        Page<DescribedGroup> page = pages.page(
                context,
                DescribedGroup.FILTERS.apply(request.filters(), found),
                group -> group.row().id().value(),
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(page.items().stream()
                        .map(group -> render(context, group))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private void ensureDefault(CallContext context) {
        boolean present = database.read(session -> groups.byName(session, context.account(), SecurityGroups.DEFAULT)
                .isPresent());
        if (!present) {
            SecurityGroupEntity unused = ContendedWork.write(
                    database, session -> groups.ensureDefault(session, context.account(), context.now()));
        }
    }

    private List<DescribedGroup> find(
            Session session, CallContext context, Set<SecurityGroupId> ids, Set<String> names) {
        List<SecurityGroupEntity> all = groups.all(session, context.account());
        requireAll(context, all, ids, names);
        List<SecurityGroupEntity> wanted = all.stream()
                .filter(group -> ids.isEmpty() || ids.contains(group.id()))
                .filter(group -> names.isEmpty() || names.contains(group.name()))
                .toList();
        boolean everything = wanted.size() == all.size();
        List<GroupRule> rules = everything
                ? SecurityGroupRules.ofAccount(session, context.account())
                : SecurityGroupRules.ofGroups(
                        session, wanted.stream().map(SecurityGroupEntity::id).toList());
        Map<SecurityGroupId, List<GroupRule>> byGroup = rules.stream().collect(Collectors.groupingBy(GroupRule::group));
        Map<String, Map<String, String>> tagged = tags.ofType(session, context.account(), SecurityGroups.RESOURCE_TYPE);
        Map<SecurityGroupId, String> referenced = groups.referencedNames(session, context.account());
        return wanted.stream()
                .map(group -> new DescribedGroup(
                        group,
                        byGroup.getOrDefault(group.id(), List.of()),
                        tagged.getOrDefault(group.id().value(), Map.of()),
                        referenced))
                .toList();
    }

    private static void requireAll(
            CallContext context, List<SecurityGroupEntity> all, Set<SecurityGroupId> ids, Set<String> names) {
        Set<SecurityGroupId> presentIds =
                all.stream().map(SecurityGroupEntity::id).collect(Collectors.toSet());
        Set<String> presentNames = all.stream().map(SecurityGroupEntity::name).collect(Collectors.toSet());
        ids.stream().filter(id -> !presentIds.contains(id)).findFirst().ifPresent(id -> {
            throw GroupLookup.noSuchId(id.value());
        });
        names.stream().filter(name -> !presentNames.contains(name)).findFirst().ifPresent(name -> {
            throw GroupLookup.noSuchName(name, context.account());
        });
    }

    private static SecurityGroup render(CallContext context, DescribedGroup group) {
        SecurityGroupEntity row = group.row();
        return SecurityGroup.builder()
                .groupId(row.id().value())
                .groupName(row.name())
                .description(row.description())
                .ownerId(row.account().value())
                .vpcId(DefaultVpc.vpc(row.account()))
                .securityGroupArn(
                        context.ec2Arn(SecurityGroups.RESOURCE_TYPE, row.id().value()))
                .ipPermissions(GroupRendering.permissions(group.rules(), false))
                .ipPermissionsEgress(GroupRendering.permissions(group.rules(), true))
                .tags(TagSpecifications.toList(group.tags()))
                .build();
    }
}
