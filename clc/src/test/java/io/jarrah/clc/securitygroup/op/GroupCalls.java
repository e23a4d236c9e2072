package io.jarrah.clc.securitygroup.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.id.AccountId;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** Calls on groups, as tests make them. */
final class GroupCalls {
    private final TestingCloud cloud;

    GroupCalls(TestingCloud cloud) {
        this.cloud = cloud;
    }

    String create(String name) {
        return create(TestingCalls.ALICE, name);
    }

    String create(AccountId account, String name) {
        CreateSecurityGroupResponse answer = cloud.call(
                account,
                CreateSecurityGroupRequest.builder()
                        .groupName(name)
                        .description("for a test")
                        .build());
        return answer.groupId();
    }

    SecurityGroup group(String id) {
        return described(DescribeSecurityGroupsRequest.builder().groupIds(id).build())
                .getFirst();
    }

    List<SecurityGroup> described(DescribeSecurityGroupsRequest request) {
        DescribeSecurityGroupsResponse answer = cloud.call(request);
        return answer.securityGroups();
    }

    List<SecurityGroupRule> permit(String group, IpPermission... permissions) {
        AuthorizeSecurityGroupIngressResponse answer = cloud.call(AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(group)
                .ipPermissions(permissions)
                .build());
        return answer.securityGroupRules();
    }

    void permitOut(String group, IpPermission... permissions) {
        cloud.call(AuthorizeSecurityGroupEgressRequest.builder()
                .groupId(group)
                .ipPermissions(permissions)
                .build());
    }

    ApiException refused(Object request) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> cloud.call(request));
        assertThat(refused).as("the call must be refused").isNotNull();
        return refused;
    }

    Object error(Object request) {
        return refused(request).error();
    }

    static IpPermission tcp(int from, int to, String cidr) {
        return permission("tcp", p -> p.fromPort(from)
                .toPort(to)
                .ipRanges(IpRange.builder().cidrIp(cidr).build()));
    }

    static IpPermission permission(String protocol, UnaryOperator<IpPermission.Builder> change) {
        return change.apply(IpPermission.builder().ipProtocol(protocol)).build();
    }
}
