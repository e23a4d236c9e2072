package io.jarrah.clc.snapshot.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.snapshot.NewSnapshot;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.Snapshots;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.clc.volume.VolumeState;
import io.jarrah.clc.volume.op.VolumeRequests;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.hibernate.LockMode;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * Keeps what a volume has, whether an instance has the volume or not: writes what is wanted and answers; the zone's storage controller does the rest.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html">CreateSnapshot</a>
 */
public final class CreateSnapshot implements Operation<CreateSnapshotRequest, CreateSnapshotResponse> {
    private static final int MAX_DESCRIPTION = 255;

    private final Database database;
    private final Tags tags;
    private final VolumeQuota quota;
    private final Consumer<ClusterName> wakeUp;
    private final RandomGenerator random;
    /** So that two of one process do not both take what is left of a quota. */
    private final ReentrantLock turn = new ReentrantLock(true);

    public CreateSnapshot(
            Database database, Tags tags, VolumeQuota quota, Consumer<ClusterName> wakeUp, RandomGenerator random) {
        this.database = database;
        this.tags = tags;
        this.quota = quota;
        this.wakeUp = wakeUp;
        this.random = random;
    }

    private record Order(VolumeId volume, String description, Map<String, String> tags) {}

    @Override
    public CreateSnapshotResponse execute(CallContext context, CreateSnapshotRequest request) {
        Order order = order(request);
        SnapshotEntity row;
        turn.lock();
        try {
            row = database.write(session -> create(session, context, order));
        } finally {
            turn.unlock();
        }
        wakeUp.accept(row.zone());
        Snapshot snapshot = new DescribedSnapshot(row, order.tags(), Optional.empty()).render();
        return CreateSnapshotResponse.builder()
                .snapshotId(snapshot.snapshotId())
                .volumeId(snapshot.volumeId())
                .state(snapshot.state())
                .startTime(snapshot.startTime())
                .progress(snapshot.progress())
                .ownerId(snapshot.ownerId())
                .volumeSize(snapshot.volumeSize())
                .description(snapshot.description())
                .encrypted(snapshot.encrypted())
                .storageTier(snapshot.storageTier())
                .availabilityZone(snapshot.availabilityZone())
                .tags(snapshot.tags())
                .build();
    }

    private static Order order(CreateSnapshotRequest request) {
        Map<String, String> tags = TagSpecifications.parse(request.tagSpecifications(), Set.of(Snapshots.RESOURCE_TYPE))
                .getOrDefault(Snapshots.RESOURCE_TYPE, Map.of());
        if (present(request.outpostArn()).isPresent()
                || present(request.locationAsString()).isPresent()) {
            throw Ec2Error.UNSUPPORTED_OPERATION.because(
                    "A snapshot of this cloud is in the zone of its volume; OutpostArn and Location are not offered.");
        }
        String description = present(request.description()).orElse("");
        if (description.length() > MAX_DESCRIPTION) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for parameter description is invalid. It has up to " + MAX_DESCRIPTION + " characters.");
        }
        return new Order(VolumeRequests.volume(request.volumeId()), description, tags);
    }

    private SnapshotEntity create(Session session, CallContext context, Order order) {
        VolumeEntity volume = VolumeRequests.find(session, context, order.volume());
        requireData(session, volume);
        if (Snapshots.used(session, context.account()) >= quota.snapshots()) {
            throw Ec2Error.SNAPSHOT_LIMIT_EXCEEDED.because(
                    "The maximum number of snapshots has been reached: " + quota.snapshots() + " for each account.");
        }
        SnapshotEntity row = new SnapshotEntity(new NewSnapshot(
                SnapshotId.random(random),
                context.account(),
                volume.zone(),
                volume.id(),
                volume.sizeGib(),
                order.description(),
                context.correlation(),
                context.now()));
        session.persist(row);
        // One of this and the volume's end starts over when both are asked for at the same time.
        session.lock(volume, LockMode.OPTIMISTIC_FORCE_INCREMENT);
        if (!order.tags().isEmpty()) {
            tags.put(
                    session,
                    context.account(),
                    Snapshots.RESOURCE_TYPE,
                    row.id().value(),
                    order.tags());
        }
        return row;
    }

    private static void requireData(Session session, VolumeEntity volume) {
        if (volume.state(false) != VolumeState.AVAILABLE) {
            boolean attached = Attachments.of(session, volume.id()).isPresent();
            throw Ec2Error.INCORRECT_STATE.because("The volume '" + volume.id() + "' is in the '"
                    + volume.state(attached).apiName() + "' state, and its data cannot be kept.");
        }
        if (!volume.observed().inSight()) {
            throw Ec2Error.INCORRECT_STATE.because("The storage controller of zone '" + volume.zone()
                    + "' does not know the volume '" + volume.id()
                    + "' at present, so no snapshot of it can be made.");
        }
    }
}
