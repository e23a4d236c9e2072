package io.jarrah.clc.volume.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.volume.op.VolumeRequests.missing;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeState;
import io.jarrah.clc.volume.VolumeWakeUp;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.AttachVolumeResponse;

/**
 * Gives a volume to a running instance of the same account and zone. The row whose key is the volume decides who has it, before anything happens.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html">AttachVolume</a>
 */
public final class AttachVolume implements Operation<AttachVolumeRequest, AttachVolumeResponse> {
    private final Database database;
    private final AttachmentSecrets secrets;
    private final VolumeWakeUp wakeUp;

    public AttachVolume(Database database, AttachmentSecrets secrets, VolumeWakeUp wakeUp) {
        this.database = database;
        this.secrets = secrets;
        this.wakeUp = wakeUp;
    }

    private record Attached(Attachment attachment, ClusterName zone) {}

    @Override
    public AttachVolumeResponse execute(CallContext context, AttachVolumeRequest request) {
        VolumeId volume = VolumeRequests.volume(request.volumeId());
        InstanceId instance =
                VolumeRequests.instance(present(request.instanceId()).orElseThrow(() -> missing("instanceId")));
        Device device = Device.of(present(request.device()).orElseThrow(() -> missing("device")));
        if (request.ebsCardIndex() != null && request.ebsCardIndex() != 0) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + request.ebsCardIndex()
                    + ") for parameter ebsCardIndex is invalid. There is only card 0.");
        }
        Attached attached =
                ContendedWork.write(database, session -> attach(session, context, volume, instance, device));
        wakeUp.storage(attached.zone());
        Attachment attachment = attached.attachment();
        return AttachVolumeResponse.builder()
                .volumeId(attachment.volume().value())
                .instanceId(attachment.instance().value())
                .device(attachment.device())
                .state(attachment.state().apiName())
                .attachTime(attachment.requestedAt())
                .deleteOnTermination(attachment.deleteOnTermination())
                .build();
    }

    private Attached attach(
            Session session, CallContext context, VolumeId volumeId, InstanceId instanceId, Device device) {
        VolumeEntity volume = VolumeRequests.find(session, context, volumeId);
        InstanceEntity instance = VolumeRequests.find(session, context, instanceId);
        requireFree(session, volume);
        if (instance.state() != InstanceState.RUNNING) {
            throw Ec2Error.INCORRECT_STATE.because("Instance '" + instanceId + "' is not 'running'.");
        }
        if (!instance.zone().equals(volume.zone())) {
            throw Ec2Error.INVALID_VOLUME_ZONE_MISMATCH.because("The volume '" + volumeId
                    + "' is not in the same availability zone as instance '" + instanceId + "'");
        }
        requirePlace(instance, device, Attachments.ofInstance(session, instanceId));
        AttachmentEntity row = Attachments.begin(
                session, secrets, volume, instance, device.name(), context.correlation(), context.now());
        return new Attached(row.view(), volume.zone());
    }

    private static void requireFree(Session session, VolumeEntity volume) {
        Optional<AttachmentEntity> other = Attachments.of(session, volume.id());
        if (other.isPresent()) {
            throw Ec2Error.VOLUME_IN_USE.because(volume.id() + " is already attached to an instance");
        }
        VolumeState state = volume.state(false);
        if (state != VolumeState.AVAILABLE) {
            throw Ec2Error.INCORRECT_STATE.because(
                    "The volume '" + volume.id() + "' is in the '" + state.apiName() + "' state, not 'available'.");
        }
        // No export would ever be seen of it, nor that there is none.
        if (!volume.observed().inSight()) {
            throw Ec2Error.INCORRECT_STATE.because("The storage controller of zone '" + volume.zone()
                    + "' does not know the volume '" + volume.id() + "' at present, so it cannot be attached.");
        }
    }

    private static void requirePlace(InstanceEntity instance, Device device, List<AttachmentEntity> present) {
        if (present.stream().anyMatch(row -> Device.of(row.device()).place().equals(device.place()))) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid value '" + device.name()
                    + "' for unixDevice. Attachment point " + device.name() + " is already in use");
        }
        if (present.size() >= Attachments.MAX_PER_INSTANCE) {
            throw Ec2Error.ATTACHMENT_LIMIT_EXCEEDED.because("Instance '" + instance.id() + "' has "
                    + Attachments.MAX_PER_INSTANCE + " volumes, the most that an instance can have.");
        }
    }
}
