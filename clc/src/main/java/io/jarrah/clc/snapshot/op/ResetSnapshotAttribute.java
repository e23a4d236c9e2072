package io.jarrah.clc.snapshot.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.SnapshotId;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeResponse;

/**
 * Makes a snapshot private again.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetSnapshotAttribute.html">ResetSnapshotAttribute</a>
 */
public final class ResetSnapshotAttribute
        implements Operation<ResetSnapshotAttributeRequest, ResetSnapshotAttributeResponse> {
    private final Database database;

    public ResetSnapshotAttribute(Database database) {
        this.database = database;
    }

    @Override
    public ResetSnapshotAttributeResponse execute(CallContext context, ResetSnapshotAttributeRequest request) {
        SnapshotId id = SnapshotRequests.id(request.snapshotId());
        SnapshotAttribute.required(request.attributeAsString()).requireChangeable();
        database.write(session -> {
            SnapshotRequests.owned(session, context, id).permit(Set.of());
            return id;
        });
        return ResetSnapshotAttributeResponse.builder().build();
    }
}
