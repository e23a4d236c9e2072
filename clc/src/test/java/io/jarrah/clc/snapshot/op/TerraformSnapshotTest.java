package io.jarrah.clc.snapshot.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What Terraform's AWS provider calls for aws_ebs_snapshot, aws_snapshot_create_volume_permission and a volume with snapshot_id, in its order, and what it looks at. */
class TerraformSnapshotTest {
    @Test
    void appliesAndDestroysASnapshotItsPermissionAndAVolumeFromIt() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            VolumeId volume = process.volume();
            SnapshotId id = apply(process, volume);
            share(cloud, id, "add");
            assertThat(SnapshotSharingTest.permissions(cloud, TestingCalls.ALICE, id))
                    .containsExactly(TestingCalls.BOB.value());

            CreateVolumeResponse next = cloud.call(CreateVolumeRequest.builder()
                    .availabilityZone("zone1")
                    .clientToken("terraform-20261127000000000000000002")
                    .snapshotId(id.value())
                    .build());
            process.converge();
            assertThat(process.described(new VolumeId(next.volumeId()))).satisfies(made -> {
                assertThat(made.snapshotId()).as("no drift").isEqualTo(id.value());
                assertThat(made.size()).isEqualTo(2);
            });
            process.delete(new VolumeId(next.volumeId()));
            process.converge();
            share(cloud, id, "remove");
            cloud.call(DeleteSnapshotRequest.builder().snapshotId(id.value()).build());
            assertThat(VolumeProcess.error(() -> process.described(id))).isEqualTo("InvalidSnapshot.NotFound");
        }
    }

    private static SnapshotId apply(VolumeProcess process, VolumeId volume) {
        CreateSnapshotResponse created = process.cloud.call(CreateSnapshotRequest.builder()
                .volumeId(volume.value())
                .description("nightly")
                .tagSpecifications(TagSpecification.builder()
                        .resourceType("snapshot")
                        .tags(Tag.builder().key("Name").value("data").build())
                        .build())
                .build());
        assertThat(created.stateAsString()).isEqualTo("pending");
        SnapshotId id = new SnapshotId(created.snapshotId());
        process.converge();
        Snapshot snapshot = process.described(id);
        assertThat(snapshot.stateAsString()).isEqualTo("completed");
        assertThat(snapshot.description()).isEqualTo("nightly");
        assertThat(snapshot.encrypted()).isFalse();
        assertThat(snapshot.ownerId()).isEqualTo(TestingCalls.ALICE.value());
        assertThat(snapshot.storageTierAsString()).isEqualTo("standard");
        assertThat(snapshot.volumeSize()).isEqualTo(2);
        assertThat(snapshot.tags()).hasSize(1);
        DescribeSnapshotsResponse asData = process.cloud.call(DescribeSnapshotsRequest.builder()
                .ownerIds("self")
                .filters(
                        Filter.builder().name("volume-size").values("2").build(),
                        Filter.builder().name("tag:Name").values("data").build())
                .build());
        assertThat(asData.snapshots().stream().map(Snapshot::snapshotId)).containsExactly(id.value());
        return id;
    }

    private static void share(TestingCloud cloud, SnapshotId id, String operation) {
        cloud.call(ModifySnapshotAttributeRequest.builder()
                .snapshotId(id.value())
                .attribute("createVolumePermission")
                .operationType(operation)
                .userIds(List.of(TestingCalls.BOB.value()))
                .build());
    }
}
