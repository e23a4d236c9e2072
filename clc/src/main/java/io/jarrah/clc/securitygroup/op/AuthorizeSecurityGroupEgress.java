package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.tag.op.TagSpecifications;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;

/**
 * Permits members of a group to reach others. Host bits of prefixes are dropped, and the answer shows what is left.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html">AuthorizeSecurityGroupEgress</a>
 */
public final class AuthorizeSecurityGroupEgress
        implements Operation<AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResponse> {
    private final PermissionChanges permissions;

    public AuthorizeSecurityGroupEgress(GroupChanges changes) {
        this.permissions = new PermissionChanges(changes, true);
    }

    @Override
    public AuthorizeSecurityGroupEgressResponse execute(
            CallContext context, AuthorizeSecurityGroupEgressRequest request) {
        Map<String, String> tags = TagSpecifications.parse(
                        request.tagSpecifications(), Set.of(SecurityGroups.RULE_RESOURCE_TYPE))
                .getOrDefault(SecurityGroups.RULE_RESOURCE_TYPE, Map.of());
        List<AskedPermission> asked = AskedPermissions.of(
                request.ipPermissions(),
                new AskedPermissions.Flat(
                        request.ipProtocol(),
                        request.fromPort(),
                        request.toPort(),
                        request.cidrIp(),
                        request.sourceSecurityGroupName(),
                        request.sourceSecurityGroupOwnerId()));
        List<GroupRule> added =
                permissions.authorize(context, new PermissionChanges.Target(request.groupId(), null), asked, tags);
        return AuthorizeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .securityGroupRules(added.stream()
                        .map(rule -> GroupRendering.rule(context, rule, tags))
                        .toList())
                .build();
    }
}
