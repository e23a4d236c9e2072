package io.jarrah.clc.volume.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;

/**
 * Which resources a policy must allow. An attachment has two ends, and both are asked about.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Actions and resource types of EC2</a>
 */
public final class VolumeAccess {
    private final Database database;

    public VolumeAccess(Database database) {
        this.database = database;
    }

    /** The volume with that id, or any when there is none yet. */
    public static List<String> volume(CallContext context, @Nullable String id) {
        return List.of(context.ec2Arn(Volumes.RESOURCE_TYPE, String.valueOf(id)));
    }

    /** A volume that is to be, and the snapshot that it is to begin with. */
    public static List<String> ofCreation(CallContext context, CreateVolumeRequest request) {
        List<String> arns = new ArrayList<>(volume(context, "*"));
        present(request.snapshotId()).ifPresent(id -> arns.add(SnapshotRequests.arn(context, id)));
        return List.copyOf(arns);
    }

    /** Both ends of what is to be. */
    public static List<String> ofAttachment(CallContext context, AttachVolumeRequest request) {
        return List.of(
                context.ec2Arn(Volumes.RESOURCE_TYPE, String.valueOf(request.volumeId())),
                context.ec2Arn("instance", String.valueOf(request.instanceId())));
    }

    /** Both ends of what is, also when the request names only one. */
    public List<String> ofDetachment(CallContext context, DetachVolumeRequest request) {
        String instance = present(request.instanceId())
                .or(() -> holder(context, request.volumeId()))
                .orElse("*");
        return List.of(
                context.ec2Arn(Volumes.RESOURCE_TYPE, String.valueOf(request.volumeId())),
                context.ec2Arn("instance", instance));
    }

    /** The instance, and the volumes whose fate the request decides: those at the devices it names, or any where there is none. */
    public List<String> ofInstanceAttribute(CallContext context, ModifyInstanceAttributeRequest request) {
        List<String> arns = new ArrayList<>();
        arns.add(context.ec2Arn("instance", String.valueOf(request.instanceId())));
        if (!request.blockDeviceMappings().isEmpty()) {
            Map<String, String> byDevice = volumes(context, request.instanceId());
            request.blockDeviceMappings().stream()
                    .map(mapping -> byDevice.getOrDefault(String.valueOf(mapping.deviceName()), "*"))
                    .distinct()
                    .forEach(id -> arns.add(context.ec2Arn(Volumes.RESOURCE_TYPE, id)));
        }
        return List.copyOf(arns);
    }

    private Map<String, String> volumes(CallContext context, @Nullable String instance) {
        InstanceId id;
        try {
            id = new InstanceId(String.valueOf(instance));
        } catch (IllegalArgumentException notAnId) {
            return Map.of();
        }
        return database.read(
                session -> Instances.visible(session, context.account(), List.of(id), context.now()).stream()
                        .flatMap(row -> Attachments.ofInstance(session, row.id()).stream())
                        .collect(Collectors.toMap(
                                AttachmentEntity::device, row -> row.volume().value())));
    }

    private Optional<String> holder(CallContext context, @Nullable String volume) {
        VolumeId id;
        try {
            id = new VolumeId(String.valueOf(volume));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
        return database.read(session -> Volumes.visible(session, context.account(), List.of(id)).stream()
                .findFirst()
                .map(VolumeEntity::id)
                .flatMap(found -> Attachments.of(session, found))
                .map(AttachmentEntity::instance)
                .map(InstanceId::value));
    }
}
