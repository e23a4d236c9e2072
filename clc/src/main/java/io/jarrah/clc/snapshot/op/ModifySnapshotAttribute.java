package io.jarrah.clc.snapshot.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.SnapshotId;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeResponse;

/**
 * Shares a snapshot with accounts or with everybody, or takes that back. Volumes that began with it meanwhile stay.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html">ModifySnapshotAttribute</a>
 */
public final class ModifySnapshotAttribute
        implements Operation<ModifySnapshotAttributeRequest, ModifySnapshotAttributeResponse> {
    private final Database database;

    public ModifySnapshotAttribute(Database database) {
        this.database = database;
    }

    @Override
    public ModifySnapshotAttributeResponse execute(CallContext context, ModifySnapshotAttributeRequest request) {
        SnapshotId id = SnapshotRequests.id(request.snapshotId());
        PermissionChange change = PermissionChange.of(request);
        database.write(session -> {
            SnapshotEntity row = SnapshotRequests.owned(session, context, id);
            row.permit(change.applyTo(row.grantees()));
            return id;
        });
        return ModifySnapshotAttributeResponse.builder().build();
    }
}
