package io.jarrah.clc.securitygroup.op;

import static io.jarrah.clc.securitygroup.op.GroupCalls.permission;
import static io.jarrah.clc.securitygroup.op.GroupCalls.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** What the Terraform AWS provider relies on; other clouds that speak EC2 failed it in these places. */
class TerraformSecurityGroupTest {
    private TestingCloud cloud;
    private GroupCalls groups;
    private String group;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        groups = new GroupCalls(cloud);
        group = groups.create("tf");
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    /** Trap 3: it revokes what every new group permits by sending ports, which all protocols do not have. */
    @Test
    void revokeEgressIgnoresPortsOfAllProtocols() {
        cloud.call(revoke(permission("-1", p -> p.fromPort(0)
                .toPort(0)
                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build()))));
        assertThat(groups.group(group).ipPermissionsEgress()).isEmpty();
    }

    /** Trap 3: then it revokes the same for IPv6 and is content with exactly this error. */
    @Test
    void revokeEgressOfAbsentIpv6AnswersInvalidPermissionNotFound() {
        assertThat(groups.error(revoke(permission("-1", p -> p.fromPort(0)
                        .toPort(0)
                        .ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())))))
                .isEqualTo(Ec2Error.INVALID_PERMISSION_NOT_FOUND);
        assertThat(groups.group(group).ipPermissionsEgress()).hasSize(1);
    }

    /** The resources aws_vpc_security_group_*_rule keep the id that Authorize answers. */
    @Test
    void authorizeAnswersRulesWithIds() {
        List<SecurityGroupRule> in = groups.permit(group, tcp(22, 22, "10.0.0.0/8"));
        AuthorizeSecurityGroupEgressResponse out = cloud.call(AuthorizeSecurityGroupEgressRequest.builder()
                .groupId(group)
                .ipPermissions(tcp(443, 443, "0.0.0.0/0"))
                .build());
        assertThat(out.returnValue()).isTrue();
        for (SecurityGroupRule rule :
                List.of(in.getFirst(), out.securityGroupRules().getFirst())) {
            assertThat(rule.securityGroupRuleId()).matches("sgr-[0-9a-f]{17}");
            DescribeSecurityGroupRulesResponse found = cloud.call(DescribeSecurityGroupRulesRequest.builder()
                    .securityGroupRuleIds(rule.securityGroupRuleId())
                    .build());
            assertThat(found.securityGroupRules()).containsExactly(rule);
        }
        assertThat(out.securityGroupRules().getFirst().isEgress()).isTrue();
        cloud.call(RevokeSecurityGroupIngressRequest.builder()
                .groupId(group)
                .securityGroupRuleIds(in.getFirst().securityGroupRuleId())
                .build());
    }

    /** Trap 4: what is gone is gone by this code, else a destroy never ends. */
    @Test
    void anAbsentGroupIsInvalidGroupNotFound() {
        cloud.call(DeleteSecurityGroupRequest.builder().groupId(group).build());
        for (Object request : List.of(
                DescribeSecurityGroupsRequest.builder().groupIds(group).build(),
                DeleteSecurityGroupRequest.builder().groupId(group).build(),
                revoke(permission(
                        "-1",
                        p -> p.ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build()))),
                AuthorizeSecurityGroupEgressRequest.builder()
                        .groupId(group)
                        .ipPermissions(tcp(1, 1, "0.0.0.0/0"))
                        .build())) {
            assertThat(groups.error(request)).isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        }
    }

    /** Trap 10: the group is of the default VPC, by which the provider decides whether it keeps names or ids. */
    @Test
    void groupsAreOfTheDefaultVpc() {
        assertThat(groups.group(group).vpcId()).isEqualTo(DefaultVpc.vpc(TestingCalls.ALICE));
    }

    private RevokeSecurityGroupEgressRequest revoke(IpPermission permission) {
        return RevokeSecurityGroupEgressRequest.builder()
                .groupId(group)
                .ipPermissions(permission)
                .build();
    }
}
