package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.clc.snapshot.SnapshotState;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.NewVolume;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeWakeUp;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.VolumeId;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hibernate.LockMode;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.Volume;

/**
 * Makes a volume, empty or with what a snapshot has: writes what is wanted and answers; the zone's storage controller does the rest.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html">CreateVolume</a>
 */
public final class CreateVolume implements Operation<CreateVolumeRequest, CreateVolumeResponse> {
    private final Database database;
    private final Zones zones;
    private final Tags tags;
    private final StorageControllers controllers;
    private final VolumeRoom room;
    private final VolumeWakeUp wakeUp;
    private final RandomGenerator random;

    public CreateVolume(
            Database database,
            Zones zones,
            Tags tags,
            StorageControllers controllers,
            VolumeRoom room,
            VolumeWakeUp wakeUp,
            RandomGenerator random) {
        this.database = database;
        this.zones = zones;
        this.tags = tags;
        this.controllers = controllers;
        this.room = room;
        this.wakeUp = wakeUp;
        this.random = random;
    }

    private record Created(VolumeEntity row, Volume volume) {}

    @Override
    public CreateVolumeResponse execute(CallContext context, CreateVolumeRequest request) {
        VolumeOrder order = VolumeOrder.of(request);
        Created created = room.inTurn(() -> ContendedWork.write(database, session -> create(session, context, order)));
        wakeUp.storage(created.row().zone());
        Volume volume = created.volume();
        return CreateVolumeResponse.builder()
                .volumeId(volume.volumeId())
                .size(volume.size())
                .snapshotId(volume.snapshotId())
                .availabilityZone(volume.availabilityZone())
                .availabilityZoneId(volume.availabilityZoneId())
                .state(volume.state())
                .createTime(volume.createTime())
                .attachments(volume.attachments())
                .tags(volume.tags())
                .volumeType(volume.volumeType())
                .iops(volume.iops())
                .throughput(volume.throughput())
                .encrypted(volume.encrypted())
                .multiAttachEnabled(volume.multiAttachEnabled())
                .build();
    }

    private Created create(Session session, CallContext context, VolumeOrder order) {
        Optional<VolumeEntity> earlier =
                order.clientToken().flatMap(token -> Volumes.createdWith(session, context.account(), token));
        if (earlier.isPresent()) {
            return repeat(session, context, order, earlier.get());
        }
        ClusterName zone = zone(session, order.zone());
        VolumeOrder.Shape shape = shape(session, context, zone, order);
        room.require(session, context, shape.sizeGib());
        VolumeEntity row = new VolumeEntity(new NewVolume(
                VolumeId.random(random),
                context.account(),
                zone,
                shape.sizeGib(),
                order.snapshot(),
                order.type(),
                shape.performance(),
                order.clientToken(),
                order.digest(),
                context.correlation(),
                context.now()));
        session.persist(row);
        if (!order.tags().isEmpty()) {
            tags.put(session, context.account(), Volumes.RESOURCE_TYPE, row.id().value(), order.tags());
        }
        return new Created(row, VolumeRendering.volume(row, Optional.empty(), order.tags()));
    }

    private static VolumeOrder.Shape shape(Session session, CallContext context, ClusterName zone, VolumeOrder order) {
        if (order.snapshot().isEmpty()) {
            return order.shape(order.sizeGib().orElseThrow());
        }
        SnapshotEntity snapshot =
                SnapshotRequests.usable(session, context, order.snapshot().get());
        if (snapshot.state() != SnapshotState.COMPLETED) {
            throw Ec2Error.INCORRECT_STATE.because(
                    "Snapshot is in invalid state - " + snapshot.state().apiName() + ": '" + snapshot.id() + "'.");
        }
        if (!snapshot.zone().equals(zone)) {
            throw Ec2Error.UNSUPPORTED_OPERATION.because("The snapshot '" + snapshot.id() + "' is in the zone '"
                    + snapshot.zone() + "', and snapshots of this cloud serve their own zone only so far: a volume in '"
                    + zone + "' cannot begin with it.");
        }
        if (!snapshot.observed().inSight()) {
            throw Ec2Error.INCORRECT_STATE.because("The storage controller of zone '" + zone
                    + "' does not know the snapshot '" + snapshot.id()
                    + "' at present, so no volume can begin with it.");
        }
        // One of this and the snapshot's end starts over when both are asked for at the same time.
        session.lock(snapshot, LockMode.OPTIMISTIC_FORCE_INCREMENT);
        return order.shape(snapshot);
    }

    private Created repeat(Session session, CallContext context, VolumeOrder order, VolumeEntity row) {
        if (!row.requestDigest().equals(order.digest())) {
            throw Ec2Error.IDEMPOTENT_PARAMETER_MISMATCH.because(
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }
        Map<String, String> tagged =
                tags.of(session, context.account(), row.id().value());
        return new Created(
                row,
                VolumeRendering.volume(row, Attachments.of(session, row.id()).map(AttachmentEntity::view), tagged));
    }

    private ClusterName zone(Session session, String name) {
        if (!zones.exists(session, name)) {
            throw Ec2Error.INVALID_ZONE_NOT_FOUND.because(
                    "The zone '" + RequestTexts.shown(name) + "' does not exist.");
        }
        ClusterName zone = new ClusterName(name);
        if (!controllers.zones().contains(zone)) {
            throw Ec2Error.INSUFFICIENT_VOLUME_CAPACITY.because(
                    "There is no storage controller in " + zone + ", so no volume can be made there.");
        }
        return zone;
    }
}
