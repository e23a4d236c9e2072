package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressResponse;

/**
 * Changes the descriptions of ingress rules; a rule given without one loses its own.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsIngress.html">UpdateSecurityGroupRuleDescriptionsIngress</a>
 */
public final class UpdateSecurityGroupRuleDescriptionsIngress
        implements Operation<
                UpdateSecurityGroupRuleDescriptionsIngressRequest, UpdateSecurityGroupRuleDescriptionsIngressResponse> {
    private final PermissionChanges permissions;

    public UpdateSecurityGroupRuleDescriptionsIngress(GroupChanges changes) {
        this.permissions = new PermissionChanges(changes, false);
    }

    @Override
    public UpdateSecurityGroupRuleDescriptionsIngressResponse execute(
            CallContext context, UpdateSecurityGroupRuleDescriptionsIngressRequest request) {
        List<AskedPermission> asked = AskedPermissions.of(request.ipPermissions(), AskedPermissions.Flat.NONE);
        permissions.describe(
                context,
                new PermissionChanges.Target(request.groupId(), request.groupName()),
                asked,
                GroupTexts.ruleDescriptions(request.securityGroupRuleDescriptions()));
        return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder()
                .returnValue(true)
                .build();
    }
}
