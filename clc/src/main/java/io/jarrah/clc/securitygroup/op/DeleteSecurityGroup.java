package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;

/**
 * Removes a group no instance is in and no other group names. No network document can hold it then, so no cluster is told.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html">DeleteSecurityGroup</a>
 */
public final class DeleteSecurityGroup implements Operation<DeleteSecurityGroupRequest, DeleteSecurityGroupResponse> {
    private final Database database;
    private final SecurityGroups groups;
    private final GroupLookup lookup;

    public DeleteSecurityGroup(Database database, SecurityGroups groups) {
        this.database = database;
        this.groups = groups;
        this.lookup = new GroupLookup(groups);
    }

    @Override
    public DeleteSecurityGroupResponse execute(CallContext context, DeleteSecurityGroupRequest request) {
        String deleted = ContendedWork.write(database, session -> {
            SecurityGroupEntity group = lookup.one(session, context, request.groupId(), request.groupName());
            String id = group.id().value();
            if (group.isDefault()) {
                throw Ec2Error.CANNOT_DELETE.because("the specified group: \"" + id + "\" name: \"" + group.name()
                        + "\" cannot be deleted by a user");
            }
            if (groups.isInUse(session, group)) {
                throw Ec2Error.DEPENDENCY_VIOLATION.because("resource " + id + " has a dependent object");
            }
            groups.remove(session, group);
            return id;
        });
        return DeleteSecurityGroupResponse.builder()
                .returnValue(true)
                .groupId(deleted)
                .build();
    }
}
