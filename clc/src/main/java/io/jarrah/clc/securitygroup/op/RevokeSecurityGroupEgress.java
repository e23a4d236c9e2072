package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.securitygroup.GroupRule;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;

/**
 * Permits members of a group to reach others no longer; flows that are established go on. What is not permitted cannot be revoked:
 * InvalidPermission.NotFound, and nothing of the request is done.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html">RevokeSecurityGroupEgress</a>
 */
public final class RevokeSecurityGroupEgress
        implements Operation<RevokeSecurityGroupEgressRequest, RevokeSecurityGroupEgressResponse> {
    private final PermissionChanges permissions;

    public RevokeSecurityGroupEgress(GroupChanges changes) {
        this.permissions = new PermissionChanges(changes, true);
    }

    @Override
    public RevokeSecurityGroupEgressResponse execute(CallContext context, RevokeSecurityGroupEgressRequest request) {
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
                context, new PermissionChanges.Target(request.groupId(), null), asked, request.securityGroupRuleIds());
        return RevokeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .unknownIpPermissions(List.of())
                .revokedSecurityGroupRules(
                        revoked.stream().map(GroupRendering::revoked).toList())
                .build();
    }
}
