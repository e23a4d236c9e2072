package io.jarrah.clc.snapshot.op;

import static io.jarrah.clc.volume.reconcile.VolumeProcess.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class SnapshotOpsTest {
    private final TestingCloud cloud = new TestingCloud();
    private VolumeProcess process;

    @BeforeEach
    void start() {
        cloud.cluster.automatic();
        process = new VolumeProcess(cloud);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void aSnapshotIsWhatWasAskedFor() {
        VolumeId volume = process.volume();
        CreateSnapshotResponse made = create(
                volume, request -> request.description("before the upgrade").tagSpecifications(name("nightly")));
        assertThat(made.snapshotId()).startsWith("snap-");
        assertThat(made.stateAsString()).isEqualTo("pending");
        assertThat(made.startTime()).isEqualTo(cloud.clock.instant());
        assertThat(made.volumeId()).isEqualTo(volume.value());
        assertThat(made.volumeSize()).isEqualTo(2);
        assertThat(made.ownerId()).isEqualTo(TestingCalls.ALICE.value());
        assertThat(made.description()).isEqualTo("before the upgrade");
        assertThat(made.encrypted()).isFalse();
        assertThat(made.tags()).hasSize(1);
        SnapshotId id = new SnapshotId(made.snapshotId());
        assertThat(process.described(id).progress()).isEqualTo("0%");
        assertThat(process.described(id).completionTime()).isNull();
        process.converge();
        assertThat(process.described(id)).satisfies(snapshot -> {
            assertThat(snapshot.stateAsString()).isEqualTo("completed");
            assertThat(snapshot.progress()).isEqualTo("100%");
            assertThat(snapshot.completionTime()).isNotNull();
            assertThat(snapshot.stateMessage()).isNull();
            assertThat(snapshot.startTime()).isEqualTo(made.startTime());
            assertThat(snapshot.description()).isEqualTo("before the upgrade");
            assertThat(snapshot.availabilityZone()).isEqualTo(TestingCloud.ZONE.value());
            assertThat(snapshot.tags()).singleElement().satisfies(tag -> assertThat(tag.value())
                    .isEqualTo("nightly"));
        });
    }

    @Test
    void aSnapshotIsMadeOfAVolumeThatHasData() {
        VolumeId creating = process.created();
        assertThat(error(() -> process.snapped(creating))).as("creating").isEqualTo("IncorrectState");
        process.converge();
        process.snapped(creating);
        assertThat(error(() -> process.snapped(new VolumeId("vol-00000000000000001"))))
                .isEqualTo("InvalidVolume.NotFound");
        assertThat(error(() -> cloud.call(
                        TestingCalls.BOB,
                        CreateSnapshotRequest.builder()
                                .volumeId(creating.value())
                                .build())))
                .as("a stranger's")
                .isEqualTo("InvalidVolume.NotFound");
        process.delete(creating);
        assertThat(error(() -> process.snapped(creating))).as("deleting").isEqualTo("IncorrectState");
        VolumeId lost = process.volume();
        cloud.storage.loseMemory();
        process.converge();
        assertThat(error(() -> process.snapped(lost)))
                .as("its storage controller does not know it")
                .isEqualTo("IncorrectState");
    }

    @Test
    void anAttachedVolumeHasSnapshotsToo() {
        InstanceId instance =
                process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
        VolumeId volume = process.volume();
        process.attach(volume, instance, "/dev/sdf");
        process.converge();
        assertThat(process.state(volume)).isEqualTo("in-use");
        process.snapshot(volume);
        assertThat(process.attachment(volume)).isEqualTo("attached");
    }

    @Test
    void whatIsNotOfferedOrNonsenseIsRefused() {
        VolumeId volume = process.volume();
        assertThat(error(() -> create(volume, request -> request.outpostArn("arn:aws:outposts:x"))))
                .isEqualTo("UnsupportedOperation");
        assertThat(error(() -> create(volume, request -> request.location("local"))))
                .isEqualTo("UnsupportedOperation");
        assertThat(error(() -> create(volume, request -> request.description("x".repeat(256)))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> create(volume, request -> request.volumeId("vol-x"))))
                .isEqualTo("InvalidVolumeID.Malformed");
        assertThat(error(() -> create(volume, request -> request.volumeId(null))))
                .isEqualTo("MissingParameter");
        assertThat(error(() -> create(
                        volume,
                        request -> request.tagSpecifications(TagSpecification.builder()
                                .resourceType("volume")
                                .tags(tag("k", "v"))
                                .build()))))
                .isEqualTo("InvalidParameterValue");
        assertThat(seen(request -> {})).isEmpty();
    }

    @Test
    void anAccountHasALimitThatWhatIsGoneDoesNotCountFor() {
        VolumeId volume = process.volume();
        SnapshotId first = process.snapped(volume);
        for (int i = 1; i < TestingCloud.VOLUMES.snapshots(); i++) {
            process.snapped(volume);
        }
        assertThat(error(() -> process.snapped(volume))).isEqualTo("SnapshotLimitExceeded");
        process.converge();
        process.delete(first);
        assertThat(error(() -> process.snapped(volume)))
                .as("something of it is still there")
                .isEqualTo("SnapshotLimitExceeded");
        process.converge();
        process.snapped(volume);
    }

    @Test
    void aDeletedSnapshotIsGoneAtOnce() {
        VolumeId volume = process.volume();
        SnapshotId id = process.snapshot(volume);
        cloud.call(CreateTagsRequest.builder()
                .resources(id.value())
                .tags(tag("k", "v"))
                .build());
        assertThat(tags()).isEqualTo(1);
        process.delete(id);
        assertThat(tags()).isZero();
        assertThat(seen(request -> {})).isEmpty();
        assertThat(error(() -> process.described(id))).isEqualTo("InvalidSnapshot.NotFound");
        assertThat(error(() -> process.delete(id))).isEqualTo("InvalidSnapshot.NotFound");
        assertThat(error(() -> process.begun(id))).isEqualTo("InvalidSnapshot.NotFound");
        assertThat(error(() -> cloud.call(CreateTagsRequest.builder()
                        .resources(id.value())
                        .tags(tag("k", "v"))
                        .build())))
                .isEqualTo("InvalidSnapshot.NotFound");
        assertThat(error(() -> cloud.call(
                        DeleteSnapshotRequest.builder().snapshotId("snap-x").build())))
                .isEqualTo("InvalidSnapshotID.Malformed");
        assertThat(error(() -> cloud.call(DeleteSnapshotRequest.builder().build())))
                .isEqualTo("MissingParameter");
        process.converge();
        assertThat(cloud.storage.presentSnapshots()).isEmpty();
    }

    @Test
    void aSnapshotCanBeDeletedBeforeItIsThereAndWhileNoVolumeIsMadeFromIt() {
        VolumeId volume = process.volume();
        SnapshotId pending = process.snapped(volume);
        process.pass();
        process.delete(pending);
        process.converge();
        assertThat(cloud.storage.presentSnapshots()).isEmpty();
        SnapshotId id = process.snapshot(volume);
        VolumeId next = process.begun(id);
        assertThat(error(() -> process.delete(id))).isEqualTo("InvalidSnapshot.InUse");
        process.pass();
        assertThat(error(() -> process.delete(id))).isEqualTo("InvalidSnapshot.InUse");
        process.converge();
        process.delete(id);
        process.converge();
        assertThat(process.state(next)).isEqualTo("available");
        assertThat(process.described(next).snapshotId()).as("of history").isEqualTo(id.value());
    }

    @Test
    void filtersFindWhatTheyName() {
        VolumeId volume = process.volume();
        VolumeId other = process.volume();
        String id = create(volume, request -> request.description("nightly")).snapshotId();
        process.converge();
        String pending = process.snapped(other).value();
        cloud.call(CreateTagsRequest.builder()
                .resources(pending)
                .tags(tag("stage", "test"))
                .build());
        for (Map.Entry<String, String> filter : Map.of(
                        "description", "night*",
                        "progress", "100%",
                        "snapshot-id", id,
                        "status", "completed",
                        "volume-id", volume.value())
                .entrySet()) {
            assertThat(ids(filter.getKey(), filter.getValue()))
                    .as(filter.getKey())
                    .containsExactly(id);
        }
        assertThat(ids("status", "pending")).containsExactly(pending);
        assertThat(ids("tag:stage", "test")).containsExactly(pending);
        assertThat(ids("tag-key", "stage")).containsExactly(pending);
        for (Map.Entry<String, String> filter : Map.of(
                        "encrypted", "false",
                        "owner-id", TestingCalls.ALICE.value(),
                        "start-time", "2026-11-2*",
                        "storage-tier", "standard",
                        "volume-size", "2")
                .entrySet()) {
            assertThat(ids(filter.getKey(), filter.getValue()))
                    .as(filter.getKey())
                    .containsExactlyInAnyOrder(id, pending);
        }
        for (String nothing : List.of("owner-alias", "transfer-type")) {
            assertThat(ids(nothing, "*")).as(nothing).isEmpty();
        }
        assertThat(error(() -> ids("colour", "blue"))).isEqualTo("InvalidParameterValue");
        assertThat(error(() -> process.described(new SnapshotId("snap-00000000000000001"))))
                .isEqualTo("InvalidSnapshot.NotFound");
        assertThat(error(() -> seen(request -> request.snapshotIds("vol-00000000000000001"))))
                .isEqualTo("InvalidSnapshotID.Malformed");
        assertThat(seen(request -> request.snapshotIds(id, pending, id))).hasSize(2);
    }

    @Test
    void pagesHoldEachSnapshotOnce() {
        VolumeId volume = process.volume();
        for (int i = 0; i < 12; i++) {
            process.snapped(volume);
        }
        DescribeSnapshotsResponse first =
                cloud.call(DescribeSnapshotsRequest.builder().maxResults(7).build());
        DescribeSnapshotsResponse second = cloud.call(DescribeSnapshotsRequest.builder()
                .maxResults(7)
                .nextToken(first.nextToken())
                .build());
        assertThat(first.snapshots()).hasSize(7);
        assertThat(second.snapshots()).hasSize(5).doesNotContainAnyElementsOf(first.snapshots());
        assertThat(second.nextToken()).isNull();
        assertThat(error(() -> seen(request -> request.maxResults(7)
                        .snapshotIds(first.snapshots().getFirst().snapshotId()))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(error(() -> seen(request -> request.maxResults(4)))).isEqualTo("InvalidParameterValue");
    }

    private CreateSnapshotResponse create(VolumeId volume, Consumer<CreateSnapshotRequest.Builder> how) {
        CreateSnapshotRequest.Builder request = CreateSnapshotRequest.builder().volumeId(volume.value());
        how.accept(request);
        return cloud.call(request.build());
    }

    private List<String> seen(Consumer<DescribeSnapshotsRequest.Builder> how) {
        DescribeSnapshotsRequest.Builder request = DescribeSnapshotsRequest.builder();
        how.accept(request);
        DescribeSnapshotsResponse answer = cloud.call(request.build());
        return answer.snapshots().stream().map(Snapshot::snapshotId).toList();
    }

    private List<String> ids(String filter, String value) {
        return seen(request ->
                request.filters(Filter.builder().name(filter).values(value).build()));
    }

    private int tags() {
        DescribeTagsResponse answer = cloud.call(DescribeTagsRequest.builder().build());
        return answer.tags().size();
    }

    private static TagSpecification name(String value) {
        return TagSpecification.builder()
                .resourceType("snapshot")
                .tags(tag("Name", value))
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
