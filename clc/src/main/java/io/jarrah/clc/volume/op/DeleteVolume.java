package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeState;
import io.jarrah.clc.volume.VolumeWakeUp;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;

/**
 * Removes a volume that nobody has, with its data. While that is being done, asking again is no error.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html">DeleteVolume</a>
 */
public final class DeleteVolume implements Operation<DeleteVolumeRequest, DeleteVolumeResponse> {
    private final Database database;
    private final VolumeWakeUp wakeUp;

    public DeleteVolume(Database database, VolumeWakeUp wakeUp) {
        this.database = database;
        this.wakeUp = wakeUp;
    }

    @Override
    public DeleteVolumeResponse execute(CallContext context, DeleteVolumeRequest request) {
        VolumeId id = VolumeRequests.volume(request.volumeId());
        wakeUp.storage(database.write(session -> delete(session, context, id)));
        return DeleteVolumeResponse.builder().build();
    }

    private static ClusterName delete(Session session, CallContext context, VolumeId id) {
        VolumeEntity row = VolumeRequests.find(session, context, id);
        Optional<AttachmentEntity> attachment = Attachments.of(session, id);
        // What its storage controller lost cannot be seen without an export: deleting is the way out.
        boolean lost = !row.observed().inSight();
        if (attachment.isPresent() && (attachment.get().granted() || !lost)) {
            throw Ec2Error.VOLUME_IN_USE.because("Volume " + id + " is currently attached to "
                    + attachment.get().instance());
        }
        if (row.state(false) == VolumeState.CREATING) {
            throw Ec2Error.INCORRECT_STATE.because("The volume '" + id + "' is in the 'creating' state.");
        }
        row.delete(context.correlation());
        return row.zone();
    }
}
