package io.jarrah.clc.securitygroup.op;

import static io.jarrah.clc.securitygroup.op.GroupCalls.permission;
import static io.jarrah.clc.securitygroup.op.GroupCalls.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.testing.TestingCalls;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

class PermissionOpsTest {
    private TestingCloud cloud;
    private GroupCalls groups;
    private String web;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        groups = new GroupCalls(cloud);
        web = groups.create("web");
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void portsAreExactAlsoFromZeroAndIcmpKeepsTypeAndCode() {
        groups.permit(
                web,
                tcp(0, 22, "10.1.2.3/8"),
                tcp(0, 0, "0.0.0.0/0"),
                permission("udp", p -> p.fromPort(0)
                        .toPort(65535)
                        .ipv6Ranges(
                                Ipv6Range.builder().cidrIpv6("2001:DB8::1/32").build())),
                permission("icmp", p -> p.fromPort(8)
                        .toPort(0)
                        .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())),
                permission(
                        "icmpv6",
                        p -> p.ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())),
                permission(
                        "47",
                        p -> p.ipRanges(IpRange.builder().cidrIp("192.0.2.0/24").build())));
        List<IpPermission> in = groups.group(web).ipPermissions();
        assertThat(in)
                .extracting(p -> p.ipProtocol() + " " + p.fromPort() + " " + p.toPort())
                .containsExactly("icmp 8 0", "tcp 0 0", "tcp 0 22", "udp 0 65535", "47 null null", "icmpv6 -1 -1");
        assertThat(in.get(2).ipRanges()).singleElement().extracting("cidrIp").isEqualTo("10.0.0.0/8");
        assertThat(in.get(3).ipv6Ranges())
                .singleElement()
                .extracting("cidrIpv6")
                .isEqualTo("2001:db8::/32");
    }

    @Test
    void theFlatParametersOfOldDoTheSame() {
        cloud.call(AuthorizeSecurityGroupIngressRequest.builder()
                .groupName("web")
                .ipProtocol("tcp")
                .fromPort(22)
                .toPort(22)
                .cidrIp("203.0.113.9/24")
                .build());
        cloud.call(AuthorizeSecurityGroupIngressRequest.builder()
                .groupName("web")
                .sourceSecurityGroupName("default")
                .build());
        assertThat(groups.group(web).ipPermissions())
                .extracting(p -> p.ipProtocol() + " " + p.fromPort() + " " + p.toPort())
                .containsExactly("icmp -1 -1", "tcp 0 65535", "tcp 22 22", "udp 0 65535");
        RevokeSecurityGroupIngressResponse revoked = cloud.call(RevokeSecurityGroupIngressRequest.builder()
                .groupName("web")
                .ipProtocol("tcp")
                .fromPort(22)
                .toPort(22)
                .cidrIp("203.0.113.0/24")
                .build());
        assertThat(revoked.revokedSecurityGroupRules()).singleElement().satisfies(rule -> assertThat(rule.cidrIpv4())
                .isEqualTo("203.0.113.0/24"));
        cloud.call(RevokeSecurityGroupIngressRequest.builder()
                .groupId(web)
                .sourceSecurityGroupName("default")
                .sourceSecurityGroupOwnerId(TestingCalls.ALICE.value())
                .build());
        assertThat(groups.group(web).ipPermissions()).isEmpty();
    }

    @Test
    void groupsOfOtherAccountsAreNamedWithTheirOwner() {
        String friend = groups.create(TestingCalls.BOB, "friend");
        IpPermission byId = permission(
                "-1",
                p -> p.userIdGroupPairs(UserIdGroupPair.builder()
                        .userId(TestingCalls.BOB.value())
                        .groupId(friend)
                        .build()));
        IpPermission byName = permission(
                "-1",
                p -> p.userIdGroupPairs(UserIdGroupPair.builder()
                        .userId(TestingCalls.BOB.value())
                        .groupName("friend")
                        .build()));
        SecurityGroupRule rule = groups.permit(web, byName).getFirst();
        assertThat(rule.referencedGroupInfo().groupId()).isEqualTo(friend);
        assertThat(rule.referencedGroupInfo().userId()).isEqualTo(TestingCalls.BOB.value());
        assertThat(groups.error(authorize(byId))).isEqualTo(Ec2Error.INVALID_PERMISSION_DUPLICATE);
        cloud.call(revoke(permission(
                "-1",
                p -> p.userIdGroupPairs(
                        UserIdGroupPair.builder().groupId(friend).build()))));
        assertThat(groups.error(authorize(permission(
                        "-1",
                        p -> p.userIdGroupPairs(
                                UserIdGroupPair.builder().groupId(friend).build())))))
                .as("without its owner it is looked for among one's own")
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(groups.error(authorize(permission(
                        "-1",
                        p -> p.userIdGroupPairs(UserIdGroupPair.builder()
                                .userId(TestingCalls.BOB.value())
                                .groupName("foe")
                                .build())))))
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(groups.error(AuthorizeSecurityGroupEgressRequest.builder()
                        .groupId(web)
                        .ipPermissions(permission(
                                "-1",
                                p -> p.userIdGroupPairs(UserIdGroupPair.builder()
                                        .groupName("default")
                                        .build())))
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PERMISSION_MALFORMED);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(tcp(22, 22, "10.0.0.0/33"), Ec2Error.INVALID_PARAMETER_VALUE),
                Arguments.of(tcp(22, 22, "10.0.0.1"), Ec2Error.INVALID_PARAMETER_VALUE),
                Arguments.of(tcp(22, 22, "2001:db8::/32"), Ec2Error.INVALID_PARAMETER_VALUE),
                Arguments.of(tcp(80, 22, "10.0.0.0/8"), Ec2Error.INVALID_PARAMETER_VALUE),
                Arguments.of(permission("tcp", p -> p.fromPort(1).toPort(2)), Ec2Error.MISSING_PARAMETER),
                Arguments.of(
                        permission("tcp", p -> p.fromPort(1)
                                .toPort(2)
                                .ipRanges(IpRange.builder()
                                        .cidrIp("0.0.0.0/0")
                                        .description("<b>")
                                        .build())),
                        Ec2Error.INVALID_PARAMETER_VALUE),
                Arguments.of(
                        permission(
                                "-1",
                                p -> p.prefixListIds(PrefixListId.builder()
                                        .prefixListId("pl-1")
                                        .build())),
                        Ec2Error.INVALID_PREFIX_LIST_ID_NOT_FOUND),
                Arguments.of(
                        permission(
                                "-1",
                                p -> p.userIdGroupPairs(UserIdGroupPair.builder()
                                        .groupId("sg-0123456789abcdef0")
                                        .build())),
                        Ec2Error.INVALID_GROUP_NOT_FOUND),
                Arguments.of(
                        permission(
                                "-1",
                                p -> p.userIdGroupPairs(UserIdGroupPair.builder()
                                        .groupId("group")
                                        .build())),
                        Ec2Error.INVALID_GROUP_ID_MALFORMED),
                Arguments.of(
                        permission(
                                "-1",
                                p -> p.userIdGroupPairs(UserIdGroupPair.builder()
                                        .userId("bob")
                                        .groupName("x")
                                        .build())),
                        Ec2Error.INVALID_PARAMETER_VALUE),
                Arguments.of(
                        permission("icmp", p -> p.fromPort(-1)
                                .toPort(3)
                                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())),
                        Ec2Error.INVALID_PERMISSION_MALFORMED));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefusedAndNothingOfTheRequestDone(IpPermission bad, Ec2Error error) {
        assertThat(groups.error(authorize(tcp(443, 443, "0.0.0.0/0"), bad))).isEqualTo(error);
        assertThat(groups.group(web).ipPermissions()).isEmpty();
    }

    @Test
    void nothingIsPermittedTwice() {
        groups.permit(web, tcp(22, 22, "203.0.113.0/24"));
        ApiException refused = groups.refused(authorize(tcp(443, 443, "0.0.0.0/0"), tcp(22, 22, "203.0.113.77/24")));
        assertThat(refused.error()).isEqualTo(Ec2Error.INVALID_PERMISSION_DUPLICATE);
        assertThat(refused)
                .hasMessage("the specified rule \"peer: 203.0.113.0/24, TCP, from port: 22, to port: 22, ALLOW\""
                        + " already exists");
        assertThat(groups.group(web).ipPermissions()).hasSize(1);
        assertThat(groups.error(authorize(tcp(1, 1, "10.0.0.1/8"), tcp(1, 1, "10.0.0.2/8"))))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        groups.permitOut(web, tcp(22, 22, "203.0.113.0/24"));
    }

    @Test
    void parametersDoNotMix() {
        assertThat(groups.error(AuthorizeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .ipPermissions(tcp(1, 1, "0.0.0.0/0"))
                        .cidrIp("0.0.0.0/0")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(groups.error(authorize())).isEqualTo(Ec2Error.MISSING_PARAMETER);
        assertThat(groups.error(RevokeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .ipPermissions(tcp(1, 1, "0.0.0.0/0"))
                        .securityGroupRuleIds("sgr-0123456789abcdef0")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(groups.error(AuthorizeSecurityGroupIngressRequest.builder()
                        .ipPermissions(tcp(1, 1, "0.0.0.0/0"))
                        .build()))
                .isEqualTo(Ec2Error.MISSING_PARAMETER);
    }

    @Test
    void rulesHaveALimitInEachDirection() {
        IpPermission many = permission("tcp", p -> p.fromPort(1)
                .toPort(1)
                .ipRanges(IntStream.range(0, SecurityGroups.MAX_RULES)
                        .mapToObj(i -> IpRange.builder()
                                .cidrIp("10.0." + i / 256 + "." + i % 256 + "/32")
                                .build())
                        .toList()));
        assertThat(groups.permit(web, many)).hasSize(SecurityGroups.MAX_RULES);
        assertThat(groups.error(authorize(tcp(2, 2, "0.0.0.0/0"))))
                .isEqualTo(Ec2Error.RULES_PER_SECURITY_GROUP_LIMIT_EXCEEDED);
        groups.permitOut(web, tcp(2, 2, "0.0.0.0/0"));
    }

    @Test
    void isRevokedByPermissionOrById() {
        List<SecurityGroupRule> rules =
                groups.permit(web, tcp(1, 1, "0.0.0.0/0"), tcp(2, 2, "0.0.0.0/0"), tcp(3, 3, "0.0.0.0/0"));
        RevokeSecurityGroupIngressResponse byId = cloud.call(RevokeSecurityGroupIngressRequest.builder()
                .groupId(web)
                .securityGroupRuleIds(
                        rules.get(0).securityGroupRuleId(), rules.get(1).securityGroupRuleId())
                .build());
        assertThat(byId.returnValue()).isTrue();
        assertThat(byId.unknownIpPermissions()).isEmpty();
        assertThat(byId.revokedSecurityGroupRules())
                .extracting(rule -> rule.securityGroupRuleId())
                .containsExactly(
                        rules.get(0).securityGroupRuleId(), rules.get(1).securityGroupRuleId());
        ApiException refused = groups.refused(revoke(tcp(3, 3, "0.0.0.0/0"), tcp(4, 4, "0.0.0.0/0")));
        assertThat(refused.error()).isEqualTo(Ec2Error.INVALID_PERMISSION_NOT_FOUND);
        assertThat(refused).hasMessage("The specified rule does not exist in this security group.");
        assertThat(groups.group(web).ipPermissions()).as("all or nothing").hasSize(1);
        cloud.call(revoke(tcp(3, 3, "0.0.0.0/0")));
        assertThat(groups.group(web).ipPermissions()).isEmpty();
        String egress = groups.create("other");
        assertThat(groups.error(RevokeSecurityGroupIngressRequest.builder()
                        .groupId(egress)
                        .securityGroupRuleIds(rules.get(0).securityGroupRuleId())
                        .build()))
                .isEqualTo(Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_NOT_FOUND);
        assertThat(groups.error(RevokeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .securityGroupRuleIds("sgr-x")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_MALFORMED);
    }

    @Test
    void tagsOfRulesComeWithThemAndGoWithThem() {
        AuthorizeSecurityGroupIngressResponse made = cloud.call(AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(web)
                .ipPermissions(tcp(1, 1, "0.0.0.0/0"), tcp(2, 2, "0.0.0.0/0"))
                .tagSpecifications(TagSpecification.builder()
                        .resourceType(ResourceType.SECURITY_GROUP_RULE)
                        .tags(Tag.builder().key("k").value("v").build())
                        .build())
                .build());
        assertThat(made.securityGroupRules()).hasSize(2).allSatisfy(rule -> assertThat(rule.tags())
                .hasSize(1));
        assertThat(tags()).isEqualTo(2);
        cloud.call(revoke(tcp(1, 1, "0.0.0.0/0"), tcp(2, 2, "0.0.0.0/0")));
        assertThat(tags()).isZero();
    }

    @Test
    void manyChangesAtOnceAllHappen() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            List<Future<List<SecurityGroupRule>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int port = i;
                answers.add(threads.submit(() -> groups.permit(web, tcp(port, port, "0.0.0.0/0"))));
            }
            for (Future<List<SecurityGroupRule>> answer : answers) {
                assertThat(answer.get()).hasSize(1);
            }
        }
        assertThat(groups.group(web).ipPermissions()).hasSize(40);
    }

    @Test
    void oneOfManyEqualChangesHappens() throws Exception {
        int refusals = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Object>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> {
                    try {
                        return groups.permit(web, tcp(22, 22, "0.0.0.0/0"));
                    } catch (ApiException e) {
                        return e.error();
                    }
                }));
            }
            for (Future<Object> answer : answers) {
                refusals += answer.get() == Ec2Error.INVALID_PERMISSION_DUPLICATE ? 1 : 0;
            }
        }
        assertThat(refusals).isEqualTo(7);
        SecurityGroup group = groups.group(web);
        assertThat(group.ipPermissions()).hasSize(1);
    }

    private int tags() {
        DescribeTagsResponse answer = cloud.call(DescribeTagsRequest.builder().build());
        return answer.tags().size();
    }

    private AuthorizeSecurityGroupIngressRequest authorize(IpPermission... permissions) {
        return AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(web)
                .ipPermissions(permissions)
                .build();
    }

    private RevokeSecurityGroupIngressRequest revoke(IpPermission... permissions) {
        return RevokeSecurityGroupIngressRequest.builder()
                .groupId(web)
                .ipPermissions(permissions)
                .build();
    }
}
