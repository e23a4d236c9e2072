package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.tag.op.TagSpecifications;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;

/**
 * Permits others to reach members of a group. Host bits of prefixes are dropped, and the answer shows what is left.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html">AuthorizeSecurityGroupIngress</a>
 */
public final class AuthorizeSecurityGroupIngress
        implements Operation<AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResponse> {
    private final PermissionChanges permissions;

    public AuthorizeSecurityGroupIngress(GroupChanges changes) {
        this.permissions = new PermissionChanges(changes, false);
    }

    @Override
    public AuthorizeSecurityGroupIngressResponse execute(
            CallContext context, AuthorizeSecurityGroupIngressRequest request) {
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
        List<GroupRule> added = permissions.authorize(
                context, new PermissionChanges.Target(request.groupId(), request.groupName()), asked, tags);
        return AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(added.stream()
                        .map(rule -> GroupRendering.rule(context, rule, tags))
                        .toList())
                .build();
    }
}
