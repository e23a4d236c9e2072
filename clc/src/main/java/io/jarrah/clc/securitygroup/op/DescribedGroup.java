package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.Prefix;
import io.jarrah.clc.securitygroup.Protocol;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.SecurityGroupId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A group with what its row does not hold.
 *
 * @param row the row
 * @param rules in both directions
 * @param tags by key
 * @param groupNames names of the groups its rules name, and maybe of others
 */
record DescribedGroup(
        SecurityGroupEntity row,
        List<GroupRule> rules,
        Map<String, String> tags,
        Map<SecurityGroupId, String> groupNames) {
    /** The filters of DescribeSecurityGroups. */
    static final Filters<DescribedGroup> FILTERS = filters();

    private static Filters<DescribedGroup> filters() {
        Filters.Builder<DescribedGroup> filters = Filters.<DescribedGroup>of()
                .text("description", item -> item.row().description())
                .text("group-id", item -> item.row().id().value())
                .text("group-name", item -> item.row().name())
                .text("owner-id", item -> item.row().account().value())
                .text("vpc-id", item -> DefaultVpc.vpc(item.row().account()))
                .tags(DescribedGroup::tags);
        for (boolean egress : new boolean[] {false, true}) {
            String prefix = egress ? "egress.ip-permission." : "ip-permission.";
            filters.texts(prefix + "cidr", item -> item.each(egress, rule -> prefix(rule, false)))
                    .texts(prefix + "ipv6-cidr", item -> item.each(egress, rule -> prefix(rule, true)))
                    .texts(
                            prefix + "from-port",
                            item -> item.each(
                                    egress, rule -> port(rule, rule.permission().from())))
                    .texts(
                            prefix + "to-port",
                            item -> item.each(
                                    egress, rule -> port(rule, rule.permission().to())))
                    .texts(
                            prefix + "group-id",
                            item -> item.each(
                                    egress, rule -> members(rule)
                                            .map(members -> members.group().value())
                                            .stream()
                                            .toList()))
                    .texts(prefix + "group-name", item -> item.each(egress, item::groupName))
                    .texts(
                            prefix + "user-id",
                            item -> item.each(
                                    egress, rule -> members(rule)
                                            .map(members -> members.account().value())
                                            .stream()
                                            .toList()))
                    .texts(prefix + "prefix-list-id", item -> List.of())
                    .texts(prefix + "protocol", item -> item.each(egress, DescribedGroup::protocol));
        }
        return filters.build();
    }

    private List<String> each(boolean egress, Function<GroupRule, List<String>> values) {
        return rules.stream()
                .filter(rule -> rule.egress() == egress)
                .flatMap(rule -> values.apply(rule).stream())
                .toList();
    }

    private static List<String> prefix(GroupRule rule, boolean v6) {
        return rule.permission().prefix().filter(prefix -> prefix.isIpv6() == v6).map(Prefix::value).stream()
                .toList();
    }

    private static List<String> port(GroupRule rule, int port) {
        return Protocol.hasRange(rule.permission().protocol()) ? List.of(Integer.toString(port)) : List.of();
    }

    /** By name and by number. */
    private static List<String> protocol(GroupRule rule) {
        int protocol = rule.permission().protocol();
        return List.of(Protocol.wireName(protocol), Integer.toString(protocol));
    }

    private static Optional<Permission.Members> members(GroupRule rule) {
        return rule.permission().members();
    }

    private List<String> groupName(GroupRule rule) {
        return members(rule).flatMap(members -> Optional.ofNullable(groupNames.get(members.group()))).stream()
                .toList();
    }
}
