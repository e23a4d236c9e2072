package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.securitygroup.GroupRule;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;

/**
 * Permits others to reach members of a group no longer; flows that are established go on. What is not permitted cannot be revoked:
 * InvalidPermission.NotFound, and nothing of the request is done.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html">RevokeSecurityGroupIngress</a>
 */
public final class RevokeSecurityGroupIngress
        implements Operation<RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResponse> {
    private final PermissionChanges permissions;

    public RevokeSecurityGroupIngress(GroupChanges changes) {
        this.permissions = new PermissionChanges(changes, false);
    }

    @Override
    public RevokeSecurityGroupIngressResponse execute(CallContext context, RevokeSecurityGroupIngressRequest request) {
        List<AskedPermission> asked = AskedPermissions.of(
                request.ipPermissions(),
                new AskedPermissions.Flat(
                        request.ipProtocol(),
                        request.fromPort(),
                        request.toPort(),
                        request.cidrIp(),
                        request.sourceSecurityGroupName(),
                        request.sourceSecurityGroupOwnerId()));
        List<GroupRule> revoked = permissions.revoke(
                context,
                new PermissionChanges.Target(request.groupId(), request.groupName()),
                asked,
                request.securityGroupRuleIds());
        return RevokeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .unknownIpPermissions(List.of())
                .revokedSecurityGroupRules(
                        revoked.stream().map(GroupRendering::revoked).toList())
                .build();
    }
}
