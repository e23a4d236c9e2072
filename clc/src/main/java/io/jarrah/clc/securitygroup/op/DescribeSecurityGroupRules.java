package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.SecurityGroupRuleId;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;

/**
 * The rules of the account's groups, each by itself, by id.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html">DescribeSecurityGroupRules</a>
 */
public final class DescribeSecurityGroupRules
        implements Operation<DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResponse> {
    private record Tagged(GroupRule rule, Map<String, String> tags) {}

    private static final Filters<Tagged> FILTERS = Filters.<Tagged>of()
            .text("group-id", tagged -> tagged.rule().group().value())
            .text("security-group-rule-id", tagged -> tagged.rule().id().value())
            .tags(Tagged::tags)
            .build();

    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeSecurityGroupRules(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeSecurityGroupRulesResponse execute(CallContext context, DescribeSecurityGroupRulesRequest request) {
        Set<SecurityGroupRuleId> ids = PermissionChanges.ruleIds(request.securityGroupRuleIds());
        List<Tagged> found = database.read(session -> find(session, context, ids));
        Page<Tagged> page = pages.page(
                context,
                FILTERS.apply(request.filters(), found),
                tagged -> tagged.rule().id().value(),
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeSecurityGroupRulesResponse.builder()
                .securityGroupRules(page.items().stream()
                        .map(tagged -> GroupRendering.rule(context, tagged.rule(), tagged.tags()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private List<Tagged> find(Session session, CallContext context, Set<SecurityGroupRuleId> ids) {
        List<GroupRule> rules = ids.isEmpty()
                ? SecurityGroupRules.ofAccount(session, context.account())
                : SecurityGroupRules.byIds(session, context.account(), ids);
        Set<SecurityGroupRuleId> present = rules.stream().map(GroupRule::id).collect(Collectors.toSet());
        ids.stream().filter(id -> !present.contains(id)).findFirst().ifPresent(id -> {
            throw PermissionChanges.noSuchRule(id);
        });
        Map<String, Map<String, String>> tagged =
                tags.ofType(session, context.account(), SecurityGroups.RULE_RESOURCE_TYPE);
        return rules.stream()
                .map(rule -> new Tagged(rule, tagged.getOrDefault(rule.id().value(), Map.of())))
                .toList();
    }
}
