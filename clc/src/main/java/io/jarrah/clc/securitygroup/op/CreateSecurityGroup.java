package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;

/**
 * Makes a group in the account's default VPC. It lets nothing in and, by a rule that can be revoked, everything out.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html">CreateSecurityGroup</a>
 */
public final class CreateSecurityGroup implements Operation<CreateSecurityGroupRequest, CreateSecurityGroupResponse> {
    private final Database database;
    private final SecurityGroups groups;

    public CreateSecurityGroup(Database database, SecurityGroups groups) {
        this.database = database;
        this.groups = groups;
    }

    @Override
    public CreateSecurityGroupResponse execute(CallContext context, CreateSecurityGroupRequest request) {
        String name = GroupTexts.name(request.groupName());
        String description = GroupTexts.groupDescription(request.description());
        String vpc = DefaultVpc.vpc(context.account());
        String asked = request.vpcId();
        if (asked != null && !asked.isEmpty() && !asked.equals(vpc)) {
            throw Ec2Error.INVALID_VPC_ID_NOT_FOUND.because("The vpc ID '" + asked + "' does not exist");
        }
        Map<String, String> tags = TagSpecifications.parse(
                        request.tagSpecifications(), Set.of(SecurityGroups.RESOURCE_TYPE))
                .getOrDefault(SecurityGroups.RESOURCE_TYPE, Map.of());
        String id = ContendedWork.write(database, session -> {
            requireRoom(session, context, name, vpc);
            return groups.create(session, context.account(), name, description, tags, context.now())
                    .id()
                    .value();
        });
        return CreateSecurityGroupResponse.builder()
                .groupId(id)
                .securityGroupArn(context.ec2Arn(SecurityGroups.RESOURCE_TYPE, id))
                .tags(TagSpecifications.toList(tags))
                .build();
    }

    private void requireRoom(Session session, CallContext context, String name, String vpc) {
        if (groups.byName(session, context.account(), name).isPresent()) {
            throw Ec2Error.INVALID_GROUP_DUPLICATE.because(
                    "The security group '" + name + "' already exists for VPC '" + vpc + "'");
        }
        if (groups.count(session, context.account()) >= SecurityGroups.MAX_PER_ACCOUNT) {
            throw Ec2Error.SECURITY_GROUP_LIMIT_EXCEEDED.because("The maximum number of security groups for VPC '" + vpc
                    + "' has been reached: " + SecurityGroups.MAX_PER_ACCOUNT + ".");
        }
    }
}
