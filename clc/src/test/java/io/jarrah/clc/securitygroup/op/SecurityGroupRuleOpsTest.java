package io.jarrah.clc.securitygroup.op;

import static io.jarrah.clc.securitygroup.op.GroupCalls.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.testing.TestingCalls;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;

class SecurityGroupRuleOpsTest {
    private TestingCloud cloud;
    private GroupCalls groups;
    private String web;
    private String ssh;
    private String http;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        groups = new GroupCalls(cloud);
        web = groups.create("web");
        List<SecurityGroupRule> rules = groups.permit(web, tcp(22, 22, "10.0.0.0/8"), tcp(80, 80, "0.0.0.0/0"));
        ssh = rules.get(0).securityGroupRuleId();
        http = rules.get(1).securityGroupRuleId();
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void eachRuleIsDescribedByItself() {
        cloud.call(CreateTagsRequest.builder()
                .resources(ssh)
                .tags(Tag.builder().key("who").value("admins").build())
                .build());
        assertThat(describe(r -> r.filters(filter("group-id", web)))).hasSize(3);
        assertThat(describe(r -> r.filters(filter("tag:who", "admins"))))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.securityGroupRuleId()).isEqualTo(ssh);
                    assertThat(rule.groupId()).isEqualTo(web);
                    assertThat(rule.groupOwnerId()).isEqualTo(TestingCalls.ALICE.value());
                    assertThat(rule.isEgress()).isFalse();
                    assertThat(rule.ipProtocol()).isEqualTo("tcp");
                    assertThat(rule.fromPort()).isEqualTo(22);
                    assertThat(rule.toPort()).isEqualTo(22);
                    assertThat(rule.cidrIpv4()).isEqualTo("10.0.0.0/8");
                    assertThat(rule.cidrIpv6()).isNull();
                    assertThat(rule.securityGroupRuleArn()).endsWith(":security-group-rule/" + ssh);
                });
        assertThat(describe(r -> r.securityGroupRuleIds(ssh, http))).hasSize(2);
        assertThat(describe(r -> r.filters(filter("security-group-rule-id", http))))
                .hasSize(1);
        assertThat(groups.error(request(r -> r.securityGroupRuleIds("sgr-0123456789abcdef0"))))
                .isEqualTo(Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_NOT_FOUND);
        assertThat(groups.error(request(r -> r.securityGroupRuleIds("sg-0123456789abcdef0"))))
                .isEqualTo(Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_MALFORMED);
        DescribeSecurityGroupRulesResponse bobs = cloud.call(
                TestingCalls.BOB, DescribeSecurityGroupRulesRequest.builder().build());
        assertThat(bobs.securityGroupRules()).isEmpty();
    }

    @Test
    void twoRulesMaySwapWhatTheyPermit() {
        modify(
                update(ssh, r -> r.ipProtocol("tcp").fromPort(80).toPort(80).cidrIpv4("0.0.0.0/0")),
                update(http, r -> r.ipProtocol("tcp")
                        .fromPort(22)
                        .toPort(22)
                        .cidrIpv4("10.9.9.9/8")
                        .description("swapped")));
        assertThat(describe(r -> r.securityGroupRuleIds(ssh)).getFirst().fromPort())
                .isEqualTo(80);
        SecurityGroupRule swapped = describe(r -> r.securityGroupRuleIds(http)).getFirst();
        assertThat(swapped.fromPort()).isEqualTo(22);
        assertThat(swapped.cidrIpv4()).isEqualTo("10.0.0.0/8");
        assertThat(swapped.description()).isEqualTo("swapped");
    }

    @Test
    void modificationsAreRefusedWhole() {
        assertThat(modifyError(update(
                        ssh, r -> r.ipProtocol("tcp").fromPort(80).toPort(80).cidrIpv4("0.0.0.0/0"))))
                .isEqualTo(Ec2Error.INVALID_PERMISSION_DUPLICATE);
        assertThat(modifyError(
                        update("sgr-0123456789abcdef0", r -> r.ipProtocol("-1").cidrIpv4("0.0.0.0/0"))))
                .isEqualTo(Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_NOT_FOUND);
        assertThat(modifyError(update(ssh, r -> r.ipProtocol("-1")))).isEqualTo(Ec2Error.MISSING_PARAMETER);
        assertThat(modifyError(update(
                        ssh, r -> r.ipProtocol("-1").cidrIpv4("0.0.0.0/0").cidrIpv6("::/0"))))
                .isEqualTo(Ec2Error.INVALID_PERMISSION_MALFORMED);
        assertThat(modifyError(update(ssh, r -> r.ipProtocol("-1").referencedGroupId("sg-0123456789abcdef0"))))
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(modifyError()).isEqualTo(Ec2Error.MISSING_PARAMETER);
        modify(update(ssh, r -> r.ipProtocol("-1").referencedGroupId(web)));
        assertThat(describe(r -> r.securityGroupRuleIds(ssh))
                        .getFirst()
                        .referencedGroupInfo()
                        .groupId())
                .isEqualTo(web);
    }

    @Test
    void descriptionsChangeByPermissionAndById() {
        cloud.call(UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                .groupName("web")
                .ipPermissions(GroupCalls.permission("tcp", p -> p.fromPort(22)
                        .toPort(22)
                        .ipRanges(IpRange.builder()
                                .cidrIp("10.0.0.0/8")
                                .description("admins")
                                .build())))
                .build());
        cloud.call(UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                .groupId(web)
                .securityGroupRuleDescriptions(description(http, "the world"))
                .build());
        assertThat(describe(r -> r.securityGroupRuleIds(ssh)).getFirst().description())
                .isEqualTo("admins");
        assertThat(describe(r -> r.securityGroupRuleIds(http)).getFirst().description())
                .isEqualTo("the world");
        cloud.call(UpdateSecurityGroupRuleDescriptionsEgressRequest.builder()
                .groupId(web)
                .ipPermissions(GroupCalls.permission(
                        "-1",
                        p -> p.ipRanges(IpRange.builder()
                                .cidrIp("0.0.0.0/0")
                                .description("out")
                                .build())))
                .build());
        assertThat(groups.group(web)
                        .ipPermissionsEgress()
                        .getFirst()
                        .ipRanges()
                        .getFirst()
                        .description())
                .isEqualTo("out");
        cloud.call(UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                .groupId(web)
                .securityGroupRuleDescriptions(description(http, null))
                .build());
        assertThat(describe(r -> r.securityGroupRuleIds(http)).getFirst().description())
                .isNull();
        assertThat(groups.error(UpdateSecurityGroupRuleDescriptionsEgressRequest.builder()
                        .groupId(web)
                        .securityGroupRuleDescriptions(description(http, "ingress"))
                        .build()))
                .isEqualTo(Ec2Error.INVALID_SECURITY_GROUP_RULE_ID_NOT_FOUND);
        assertThat(groups.error(UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                        .groupId(web)
                        .ipPermissions(tcp(1, 1, "0.0.0.0/0"))
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PERMISSION_NOT_FOUND);
    }

    private static SecurityGroupRuleDescription description(String id, String text) {
        return SecurityGroupRuleDescription.builder()
                .securityGroupRuleId(id)
                .description(text)
                .build();
    }

    private static SecurityGroupRuleUpdate update(String id, UnaryOperator<SecurityGroupRuleRequest.Builder> change) {
        return SecurityGroupRuleUpdate.builder()
                .securityGroupRuleId(id)
                .securityGroupRule(
                        change.apply(SecurityGroupRuleRequest.builder()).build())
                .build();
    }

    private void modify(SecurityGroupRuleUpdate... updates) {
        cloud.call(ModifySecurityGroupRulesRequest.builder()
                .groupId(web)
                .securityGroupRules(updates)
                .build());
    }

    private Object modifyError(SecurityGroupRuleUpdate... updates) {
        return groups.error(ModifySecurityGroupRulesRequest.builder()
                .groupId(web)
                .securityGroupRules(updates)
                .build());
    }

    private List<SecurityGroupRule> describe(UnaryOperator<DescribeSecurityGroupRulesRequest.Builder> change) {
        DescribeSecurityGroupRulesResponse answer = cloud.call(request(change));
        return answer.securityGroupRules();
    }

    private static DescribeSecurityGroupRulesRequest request(
            UnaryOperator<DescribeSecurityGroupRulesRequest.Builder> change) {
        return change.apply(DescribeSecurityGroupRulesRequest.builder()).build();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
