package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.Prefix;
import io.jarrah.clc.securitygroup.Protocol;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.tag.op.TagSpecifications;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Rules as EC2's answers show them. */
final class GroupRendering {
    private static final Comparator<GroupRule> ORDER = Comparator.comparingInt(
                    (GroupRule rule) -> rule.permission().protocol())
            .thenComparingInt(rule -> rule.permission().from())
            .thenComparingInt(rule -> rule.permission().to())
            .thenComparing(rule -> rule.permission().peer().key());

    private GroupRendering() {}

    /** The rules of one direction as IpPermissions: one for each protocol and range, in a stable order. */
    static List<IpPermission> permissions(List<GroupRule> rules, boolean egress) {
        Map<PortRange, List<GroupRule>> byRange = new LinkedHashMap<>();
        rules.stream().filter(rule -> rule.egress() == egress).sorted(ORDER).forEach(rule -> {
            Permission permission = rule.permission();
            byRange.computeIfAbsent(
                            new PortRange(permission.protocol(), permission.from(), permission.to()),
                            range -> new ArrayList<>())
                    .add(rule);
        });
        return byRange.entrySet().stream()
                .map(entry -> permission(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static IpPermission permission(PortRange range, List<GroupRule> rules) {
        List<IpRange> v4 = new ArrayList<>();
        List<Ipv6Range> v6 = new ArrayList<>();
        List<UserIdGroupPair> groups = new ArrayList<>();
        for (GroupRule rule : rules) {
            String description = rule.description().orElse(null);
            switch (rule.permission().peer()) {
                case Permission.Addresses(Prefix prefix)
                when prefix.isIpv6() ->
                    v6.add(Ipv6Range.builder()
                            .cidrIpv6(prefix.value())
                            .description(description)
                            .build());
                case Permission.Addresses(Prefix prefix) ->
                    v4.add(IpRange.builder()
                            .cidrIp(prefix.value())
                            .description(description)
                            .build());
                case Permission.Members members ->
                    groups.add(UserIdGroupPair.builder()
                            .groupId(members.group().value())
                            .userId(members.account().value())
                            .description(description)
                            .build());
            }
        }
        boolean ranged = Protocol.hasRange(range.protocol());
        return IpPermission.builder()
                .ipProtocol(Protocol.wireName(range.protocol()))
                .fromPort(ranged ? range.from() : null)
                .toPort(ranged ? range.to() : null)
                .ipRanges(v4)
                .ipv6Ranges(v6)
                .userIdGroupPairs(groups)
                .prefixListIds(List.of())
                .build();
    }

    /** A rule by itself. */
    static SecurityGroupRule rule(CallContext context, GroupRule rule, Map<String, String> tags) {
        Permission permission = rule.permission();
        Optional<Prefix> prefix = permission.prefix();
        return SecurityGroupRule.builder()
                .securityGroupRuleId(rule.id().value())
                .securityGroupRuleArn(context.ec2Arn(
                        SecurityGroups.RULE_RESOURCE_TYPE, rule.id().value()))
                .groupId(rule.group().value())
                .groupOwnerId(rule.account().value())
                .isEgress(rule.egress())
                .ipProtocol(Protocol.wireName(permission.protocol()))
                .fromPort(permission.from())
                .toPort(permission.to())
                .cidrIpv4(
                        prefix.filter(cidr -> !cidr.isIpv6()).map(Prefix::value).orElse(null))
                .cidrIpv6(prefix.filter(Prefix::isIpv6).map(Prefix::value).orElse(null))
                .referencedGroupInfo(permission
                        .members()
                        .map(members -> ReferencedSecurityGroup.builder()
                                .groupId(members.group().value())
                                .userId(members.account().value())
                                .build())
                        .orElse(null))
                .description(rule.description().orElse(null))
                .tags(TagSpecifications.toList(tags))
                .build();
    }

    /** A rule that is gone. */
    static RevokedSecurityGroupRule revoked(GroupRule rule) {
        Permission permission = rule.permission();
        Optional<Prefix> prefix = permission.prefix();
        return RevokedSecurityGroupRule.builder()
                .securityGroupRuleId(rule.id().value())
                .groupId(rule.group().value())
                .isEgress(rule.egress())
                .ipProtocol(Protocol.wireName(permission.protocol()))
                .fromPort(permission.from())
                .toPort(permission.to())
                .cidrIpv4(
                        prefix.filter(cidr -> !cidr.isIpv6()).map(Prefix::value).orElse(null))
                .cidrIpv6(prefix.filter(Prefix::isIpv6).map(Prefix::value).orElse(null))
                .referencedGroupId(permission
                        .members()
                        .map(members -> members.group().value())
                        .orElse(null))
                .description(rule.description().orElse(null))
                .build();
    }

    /** A permission in the words of EC2's messages. */
    static String words(Permission permission) {
        String protocol = Protocol.wireName(permission.protocol()).toUpperCase(Locale.ROOT);
        StringBuilder words = new StringBuilder("peer: ")
                .append(permission.peer().key())
                .append(", ")
                .append(protocol.equals("-1") ? "ALL" : protocol);
        if (Protocol.hasPorts(permission.protocol())) {
            words.append(", from port: ")
                    .append(permission.from())
                    .append(", to port: ")
                    .append(permission.to());
        } else if (Protocol.hasRange(permission.protocol())) {
            words.append(", type: ")
                    .append(permission.from())
                    .append(", code: ")
                    .append(permission.to());
        }
        return words.append(", ALLOW").toString();
    }
}
