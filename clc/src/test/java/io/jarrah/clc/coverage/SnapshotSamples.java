package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** The samples of snapshots, for {@link ActionSamples}: with the loops running, over a fake storage controller. */
final class SnapshotSamples {
    private static final String NO_SNAPSHOT = "snap-00000000000000001";
    private static final String NOT_FOUND = "InvalidSnapshot.NotFound";
    private static final String PERMISSION = "createVolumePermission";
    private static final CreateVolumePermission EVERYBODY =
            CreateVolumePermission.builder().group("all").build();

    private final Map<String, ActionSample> samples;

    private SnapshotSamples(Map<String, ActionSample> samples) {
        this.samples = samples;
    }

    static void addTo(Map<String, ActionSample> samples) {
        SnapshotSamples snapshots = new SnapshotSamples(samples);
        snapshots.making();
        snapshots.removing();
        snapshots.describing();
        snapshots.sharing();
        snapshots.resetting();
    }

    private void sample(
            String action,
            Consumer<World> works,
            Consumer<World> stranger,
            Function<World, ThrowingCallable> error,
            String errorCode) {
        samples.put(action, new ActionSample(works, stranger, error, errorCode));
    }

    private void making() {
        sample(
                "CreateSnapshot",
                w -> {
                    String volume = VolumeSamples.available(w);
                    assertThat(w.alice.createSnapshot(r -> r.volumeId(volume).description("a <sample> & more")))
                            .satisfies(answer -> {
                                assertThat(answer.snapshotId()).startsWith("snap-");
                                assertThat(answer.volumeId()).isEqualTo(volume);
                                assertThat(answer.stateAsString()).isEqualTo("pending");
                                assertThat(answer.description()).isEqualTo("a <sample> & more");
                                assertThat(answer.startTime()).isNotNull();
                                assertThat(answer.hasTags()).isTrue();
                            });
                },
                w -> {
                    String hers = VolumeSamples.available(w);
                    assertThat(World.code(() -> w.bob.createSnapshot(r -> r.volumeId(hers))))
                            .isEqualTo("InvalidVolume.NotFound");
                },
                w -> () -> w.alice.createSnapshot(r -> r.volumeId("vol-nonsense")),
                "InvalidVolumeID.Malformed");
    }

    private void removing() {
        sample(
                "DeleteSnapshot",
                w -> {
                    String volume = VolumeSamples.available(w);
                    String id = completed(w, volume);
                    String next = w.alice
                            .createVolume(r -> r.availabilityZone("zone1").snapshotId(id))
                            .volumeId();
                    VolumeSamples.eventually(
                            () -> assertThat(VolumeSamples.described(w, next).stateAsString())
                                    .isEqualTo("available"));
                    w.alice.deleteSnapshot(r -> r.snapshotId(id));
                    assertThat(World.code(() -> w.alice.describeSnapshots(r -> r.snapshotIds(id))))
                            .isEqualTo(NOT_FOUND);
                    assertThat(VolumeSamples.described(w, next).snapshotId()).isEqualTo(id);
                },
                w -> {
                    String hers = completed(w, VolumeSamples.available(w));
                    assertThat(World.code(() -> w.bob.deleteSnapshot(r -> r.snapshotId(hers))))
                            .isEqualTo(NOT_FOUND);
                    w.alice.modifySnapshotAttribute(
                            r -> r.snapshotId(hers).createVolumePermission(change -> change.add(EVERYBODY)));
                    assertThat(World.code(() -> w.bob.deleteSnapshot(r -> r.snapshotId(hers))))
                            .isEqualTo("AuthFailure");
                    assertThat(described(w, hers).stateAsString()).isEqualTo("completed");
                    w.alice.resetSnapshotAttribute(r -> r.snapshotId(hers).attribute(PERMISSION));
                },
                w -> () -> w.alice.deleteSnapshot(r -> r.snapshotId("snap-nonsense")),
                "InvalidSnapshotID.Malformed");
    }

    private void describing() {
        sample(
                "DescribeSnapshots",
                w -> {
                    String id = completed(w, VolumeSamples.available(w));
                    assertThat(described(w, id)).satisfies(snapshot -> {
                        assertThat(snapshot.progress()).isEqualTo("100%");
                        assertThat(snapshot.volumeSize()).isEqualTo(1);
                        assertThat(snapshot.encrypted()).isFalse();
                        assertThat(snapshot.storageTierAsString()).isEqualTo("standard");
                    });
                    assertThat(w.alice
                                    .describeSnapshots(r -> r.ownerIds("self"))
                                    .snapshots())
                            .anySatisfy(snapshot ->
                                    assertThat(snapshot.snapshotId()).isEqualTo(id));
                },
                w -> {
                    String hers = completed(w, VolumeSamples.available(w));
                    assertThat(w.bob.describeSnapshots().snapshots())
                            .noneSatisfy(his -> assertThat(his.snapshotId()).isEqualTo(hers));
                },
                w -> () -> w.alice.describeSnapshots(r -> r.snapshotIds(NO_SNAPSHOT)),
                NOT_FOUND);
        sample(
                "DescribeSnapshotAttribute",
                w -> {
                    String id = completed(w, VolumeSamples.available(w));
                    assertThat(w.alice.describeSnapshotAttribute(
                                    r -> r.snapshotId(id).attribute(PERMISSION)))
                            .satisfies(answer -> {
                                assertThat(answer.snapshotId()).isEqualTo(id);
                                assertThat(answer.createVolumePermissions()).isEmpty();
                            });
                },
                w -> {
                    String hers = completed(w, VolumeSamples.available(w));
                    assertThat(World.code(() -> w.bob.describeSnapshotAttribute(
                                    r -> r.snapshotId(hers).attribute(PERMISSION))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.describeSnapshotAttribute(r -> r.snapshotId(NO_SNAPSHOT)),
                "MissingParameter");
    }

    private void sharing() {
        sample(
                "ModifySnapshotAttribute",
                w -> {
                    String id = completed(w, VolumeSamples.available(w));
                    w.alice.modifySnapshotAttribute(
                            r -> r.snapshotId(id).createVolumePermission(change -> change.add(EVERYBODY)));
                    assertThat(w.bob.createVolume(
                                            r -> r.availabilityZone("zone1").snapshotId(id))
                                    .snapshotId())
                            .isEqualTo(id);
                    w.alice.modifySnapshotAttribute(r -> r.snapshotId(id)
                            .attribute(PERMISSION)
                            .operationType("remove")
                            .groupNames("all"));
                    assertThat(World.code(() -> w.bob.describeSnapshots(r -> r.snapshotIds(id))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> {
                    String hers = completed(w, VolumeSamples.available(w));
                    assertThat(World.code(() -> w.bob.modifySnapshotAttribute(
                                    r -> r.snapshotId(hers).createVolumePermission(change -> change.add(EVERYBODY)))))
                            .isEqualTo(NOT_FOUND);
                    assertThat(w.bob.describeSnapshots().snapshots())
                            .noneSatisfy(his -> assertThat(his.snapshotId()).isEqualTo(hers));
                },
                w -> () -> w.alice.modifySnapshotAttribute(
                        r -> r.snapshotId(NO_SNAPSHOT).operationType("add").userIds("bob")),
                "InvalidUserID.Malformed");
    }

    private void resetting() {
        sample(
                "ResetSnapshotAttribute",
                w -> {
                    String id = completed(w, VolumeSamples.available(w));
                    w.alice.modifySnapshotAttribute(r -> r.snapshotId(id)
                            .createVolumePermission(change -> change.add(CreateVolumePermission.builder()
                                    .userId("123456789012")
                                    .build())));
                    assertThat(w.alice
                                    .describeSnapshotAttribute(
                                            r -> r.snapshotId(id).attribute(PERMISSION))
                                    .createVolumePermissions())
                            .singleElement()
                            .satisfies(permission ->
                                    assertThat(permission.userId()).isEqualTo("123456789012"));
                    w.alice.resetSnapshotAttribute(r -> r.snapshotId(id).attribute(PERMISSION));
                    assertThat(w.alice
                                    .describeSnapshotAttribute(
                                            r -> r.snapshotId(id).attribute(PERMISSION))
                                    .createVolumePermissions())
                            .isEmpty();
                },
                w -> {
                    String hers = completed(w, VolumeSamples.available(w));
                    assertThat(World.code(() -> w.bob.resetSnapshotAttribute(
                                    r -> r.snapshotId(hers).attribute(PERMISSION))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.resetSnapshotAttribute(r -> r.snapshotId(NO_SNAPSHOT)),
                "MissingParameter");
    }

    private static String completed(World w, String volume) {
        String id = w.alice.createSnapshot(r -> r.volumeId(volume)).snapshotId();
        VolumeSamples.eventually(
                () -> assertThat(described(w, id).stateAsString()).isEqualTo("completed"));
        return id;
    }

    private static Snapshot described(World w, String id) {
        return w.alice.describeSnapshots(r -> r.snapshotIds(id)).snapshots().getFirst();
    }
}
