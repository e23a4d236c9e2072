package io.jarrah.clc.volume.op;

import static io.jarrah.clc.volume.reconcile.VolumeProcess.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.VolumeWakeUp;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Volume;

class VolumeFromSnapshotTest {
    private static final String ZONE = TestingCloud.ZONE.value();

    private final TestingCloud cloud = new TestingCloud();
    private VolumeProcess process;
    private SnapshotId id;

    @BeforeEach
    void start() {
        cloud.cluster.automatic();
        process = new VolumeProcess(cloud);
        VolumeId volume = process.volume();
        cloud.storage.write(volume, "data");
        id = process.snapshot(volume);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void aVolumeBeginsWithItsSnapshotAndIsAsLargeUnlessMoreIsAskedFor() {
        CreateVolumeResponse made = create(request -> request.snapshotId(id.value()));
        assertThat(made.snapshotId()).isEqualTo(id.value());
        assertThat(made.size()).isEqualTo(2);
        CreateVolumeResponse larger =
                create(request -> request.snapshotId(id.value()).size(5).volumeType("gp3"));
        assertThat(larger.size()).isEqualTo(5);
        assertThat(larger.iops()).isEqualTo(3_000);
        process.converge();
        for (CreateVolumeResponse one : List.of(made, larger)) {
            VolumeId volume = new VolumeId(one.volumeId());
            assertThat(process.state(volume)).isEqualTo("available");
            assertThat(cloud.storage.read(volume)).isEqualTo("data");
        }
        assertThat(cloud.storage
                        .volume(new VolumeId(larger.volumeId()))
                        .orElseThrow()
                        .sizeGib())
                .isEqualTo(5);
        DescribeVolumesResponse found = cloud.call(DescribeVolumesRequest.builder()
                .filters(Filter.builder().name("snapshot-id").values(id.value()).build())
                .build());
        assertThat(found.volumes().stream().map(Volume::volumeId))
                .containsExactlyInAnyOrder(made.volumeId(), larger.volumeId());
    }

    @Test
    void aTypeAndItsPerformanceMustFitTheSnapshotsSize() {
        assertThat(error(() -> create(request -> request.snapshotId(id.value()).size(1))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> create(request -> request.snapshotId(id.value()).volumeType("st1"))))
                .as("too small for the type")
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> create(request -> request.snapshotId(id.value())
                        .volumeType("gp3")
                        .iops(3_000)
                        .throughput(1_000))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> create(request -> {}))).as("neither").isEqualTo("MissingParameter");
    }

    @Test
    void onlyAWholeSnapshotOfTheZoneWillDo() {
        VolumeId volume = process.volume();
        SnapshotId pending = process.snapped(volume);
        assertThat(error(() -> process.begun(pending))).isEqualTo("IncorrectState");
        assertThat(error(() -> create(request -> request.snapshotId("snap-00000000000000001"))))
                .isEqualTo("InvalidSnapshot.NotFound");
        assertThat(error(() -> create(request -> request.snapshotId("snap-x"))))
                .isEqualTo("InvalidSnapshotID.Malformed");
        assertThat(error(() -> cloud.call(
                        TestingCalls.BOB,
                        CreateVolumeRequest.builder()
                                .availabilityZone(ZONE)
                                .snapshotId(id.value())
                                .build())))
                .as("a stranger's")
                .isEqualTo("InvalidSnapshot.NotFound");
    }

    @Test
    void aSnapshotServesItsOwnZoneAndTheErrorSaysSo() {
        ClusterName other = new ClusterName("zone2");
        cloud.zone(other, List.of());
        StorageControllers both = new StorageControllers() {
            @Override
            public List<ClusterName> zones() {
                return List.of(TestingCloud.ZONE, other);
            }

            @Override
            public StorageService of(ClusterName zone) {
                return cloud.storage;
            }
        };
        VolumeWakeUp nobody = new VolumeWakeUp() {
            @Override
            public void storage(ClusterName zone) {}

            @Override
            public void attachments(InstanceId instance) {}
        };
        CreateVolume create = new CreateVolume(
                cloud.database,
                cloud.api.zones(),
                cloud.api.tags(),
                both,
                new VolumeRoom(TestingCloud.VOLUMES),
                nobody,
                new Random(3));
        assertThatThrownBy(() -> create.execute(
                        cloud.context(TestingCalls.ALICE, "CreateVolume"),
                        CreateVolumeRequest.builder()
                                .availabilityZone(other.value())
                                .snapshotId(id.value())
                                .build()))
                .hasMessageContaining("their own zone only")
                .hasMessageContaining(ZONE)
                .hasMessageContaining(other.value());
    }

    @Test
    void aTokenMakesOneVolumeEvenWhenTheSnapshotIsGone() {
        String first = create(request -> request.snapshotId(id.value()).clientToken("t"))
                .volumeId();
        process.converge();
        process.delete(id);
        assertThat(create(request -> request.snapshotId(id.value()).clientToken("t"))
                        .volumeId())
                .isEqualTo(first);
        for (Consumer<CreateVolumeRequest.Builder> other : List.<Consumer<CreateVolumeRequest.Builder>>of(
                request -> request.size(2),
                request -> request.snapshotId(id.value()).size(2),
                request -> request.snapshotId("snap-00000000000000001"),
                request -> request.snapshotId(id.value()).volumeType("standard"))) {
            assertThat(error(() -> create(request -> {
                        request.clientToken("t");
                        other.accept(request);
                    })))
                    .isEqualTo("IdempotentParameterMismatch");
        }
    }

    @Test
    void aVolumeWhoseSnapshotWasLostMeanwhileIsAnError() {
        VolumeId next = process.begun(id);
        cloud.storage.loseMemory();
        process.converge();
        assertThat(process.state(next)).isEqualTo("error");
        process.delete(id);
    }

    @Test
    void anInstanceIsStillNotMadeFromASnapshot() {
        assertThat(error(() -> cloud.call(RunInstancesRequest.builder()
                        .imageId(cloud.image(TestingCalls.ALICE, false).value())
                        .minCount(1)
                        .maxCount(1)
                        .blockDeviceMappings(BlockDeviceMapping.builder()
                                .deviceName("/dev/sdf")
                                .ebs(ebs -> ebs.snapshotId(id.value()))
                                .build())
                        .build())))
                .isEqualTo("InvalidBlockDeviceMapping");
    }

    private CreateVolumeResponse create(Consumer<CreateVolumeRequest.Builder> how) {
        CreateVolumeRequest.Builder request = CreateVolumeRequest.builder().availabilityZone(ZONE);
        how.accept(request);
        return cloud.call(request.build());
    }
}
