package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressResponse;

/**
 * Changes the descriptions of egress rules; a rule given without one loses its own.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsEgress.html">UpdateSecurityGroupRuleDescriptionsEgress</a>
 */
public final class UpdateSecurityGroupRuleDescriptionsEgress
        implements Operation<
                UpdateSecurityGroupRuleDescriptionsEgressRequest, UpdateSecurityGroupRuleDescriptionsEgressResponse> {
    private final PermissionChanges permissions;

    public UpdateSecurityGroupRuleDescriptionsEgress(GroupChanges changes) {
        this.permissions = new PermissionChanges(changes, true);
    }

    @Override
    public UpdateSecurityGroupRuleDescriptionsEgressResponse execute(
            CallContext context, UpdateSecurityGroupRuleDescriptionsEgressRequest request) {
        List<AskedPermission> asked = AskedPermissions.of(request.ipPermissions(), AskedPermissions.Flat.NONE);
        permissions.describe(
                context,
                new PermissionChanges.Target(request.groupId(), request.groupName()),
                asked,
                GroupTexts.ruleDescriptions(request.securityGroupRuleDescriptions()));
        return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder()
                .returnValue(true)
                .build();
    }
}
