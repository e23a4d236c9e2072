package io.jarrah.clc.volume.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeWakeUp;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DetachVolumeResponse;

/**
 * Takes a volume from its instance. With Force the storage controller shuts the instance's host out first, whatever the guest is doing with the volume: data may be lost. Asking
 * again while it is being taken is no error, so that Force can follow.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html">DetachVolume</a>
 */
public final class DetachVolume implements Operation<DetachVolumeRequest, DetachVolumeResponse> {
    private final Database database;
    private final VolumeWakeUp wakeUp;

    public DetachVolume(Database database, VolumeWakeUp wakeUp) {
        this.database = database;
        this.wakeUp = wakeUp;
    }

    private record Detached(Attachment attachment, ClusterName zone) {}

    @Override
    public DetachVolumeResponse execute(CallContext context, DetachVolumeRequest request) {
        VolumeId volume = VolumeRequests.volume(request.volumeId());
        Optional<InstanceId> instance = present(request.instanceId()).map(VolumeRequests::instance);
        Optional<String> device = present(request.device());
        boolean force = Boolean.TRUE.equals(request.force());
        Detached detached = database.write(session -> detach(session, context, volume, instance, device, force));
        Attachment attachment = detached.attachment();
        wakeUp.storage(detached.zone());
        wakeUp.attachments(attachment.instance());
        return DetachVolumeResponse.builder()
                .volumeId(attachment.volume().value())
                .instanceId(attachment.instance().value())
                .device(attachment.device())
                .state(attachment.state().apiName())
                .attachTime(attachment.requestedAt())
                .deleteOnTermination(attachment.deleteOnTermination())
                .build();
    }

    private static Detached detach(
            Session session,
            CallContext context,
            VolumeId volumeId,
            Optional<InstanceId> named,
            Optional<String> device,
            boolean force) {
        VolumeEntity volume = VolumeRequests.find(session, context, volumeId);
        named.ifPresent(id -> VolumeRequests.find(session, context, id));
        AttachmentEntity row = Attachments.of(session, volumeId)
                .orElseThrow(() -> Ec2Error.INCORRECT_STATE.because("Volume '" + volumeId + "' is in the '"
                        + volume.state(false).apiName() + "' state."));
        boolean meant = named.map(row.instance()::equals).orElse(true)
                && device.map(row.device()::equals).orElse(true);
        if (!meant) {
            throw Ec2Error.INVALID_ATTACHMENT_NOT_FOUND.because("The volume '" + volumeId + "' is not attached to"
                    + named.map(id -> " instance '" + id + "'").orElse(" an instance")
                    + device.map(name -> " as device '" + shown(name) + "'").orElse("") + ".");
        }
        InstanceEntity instance =
                session.find(InstanceEntity.class, row.instance().value());
        Attachments.end(volume, instance, row, force, context.correlation());
        return new Detached(row.view(), volume.zone());
    }
}
