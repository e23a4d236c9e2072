package io.jarrah.clc.snapshot.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;

/**
 * Removes a snapshot, also one that is not there yet. For users it is gone at once; volumes that began with it keep their data.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html">DeleteSnapshot</a>
 */
public final class DeleteSnapshot implements Operation<DeleteSnapshotRequest, DeleteSnapshotResponse> {
    private final Database database;
    private final Tags tags;
    private final Consumer<ClusterName> wakeUp;

    public DeleteSnapshot(Database database, Tags tags, Consumer<ClusterName> wakeUp) {
        this.database = database;
        this.tags = tags;
        this.wakeUp = wakeUp;
    }

    @Override
    public DeleteSnapshotResponse execute(CallContext context, DeleteSnapshotRequest request) {
        SnapshotId id = SnapshotRequests.id(request.snapshotId());
        wakeUp.accept(database.write(session -> delete(session, context, id)));
        return DeleteSnapshotResponse.builder().build();
    }

    private ClusterName delete(Session session, CallContext context, SnapshotId id) {
        SnapshotEntity row = SnapshotRequests.owned(session, context, id);
        // Whoever makes such a volume changes the version of this row, so one of both starts over.
        Volumes.beginningWith(session, id).ifPresent(volume -> {
            throw Ec2Error.INVALID_SNAPSHOT_IN_USE.because("The snapshot " + id + " is currently in use by "
                    + (Volumes.visible(session, context.account(), List.of(volume))
                                    .isEmpty()
                            ? "a volume of another account"
                            : volume)
                    + ", which is being made");
        });
        row.delete(context.correlation());
        tags.removeAll(session, context.account(), id.value());
        return row.zone();
    }
}
