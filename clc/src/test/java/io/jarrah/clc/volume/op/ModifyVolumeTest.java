package io.jarrah.clc.volume.op;

import static io.jarrah.clc.volume.reconcile.VolumeProcess.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesModificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesModificationsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeResponse;
import software.amazon.awssdk.services.ec2.model.VolumeModification;
import software.amazon.awssdk.services.ec2.model.VolumeModificationState;

class ModifyVolumeTest {
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

    private VolumeModification modify(VolumeId id, Consumer<ModifyVolumeRequest.Builder> change) {
        ModifyVolumeRequest.Builder request = ModifyVolumeRequest.builder().volumeId(id.value());
        change.accept(request);
        ModifyVolumeResponse answer = cloud.call(request.build());
        return answer.volumeModification();
    }

    private List<VolumeModification> described(DescribeVolumesModificationsRequest request) {
        DescribeVolumesModificationsResponse answer = cloud.call(request);
        return answer.volumesModifications();
    }

    private VolumeModification described(VolumeId id) {
        return described(DescribeVolumesModificationsRequest.builder()
                        .volumeIds(id.value())
                        .build())
                .getFirst();
    }

    @Test
    void itGrowsAndItsInstanceSeesItOnceItDid() {
        InstanceId instance =
                process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        VolumeModification begun = modify(id, request -> request.size(7));
        assertThat(begun.modificationState()).isEqualTo(VolumeModificationState.MODIFYING);
        assertThat(begun.originalSize()).isEqualTo(2);
        assertThat(begun.targetSize()).isEqualTo(7);
        assertThat(begun.endTime()).isNull();
        assertThat(cloud.cluster.sees(instance, id)).hasValue(2);
        process.converge();
        VolumeModification ended = described(id);
        assertThat(ended.modificationState()).isEqualTo(VolumeModificationState.COMPLETED);
        assertThat(ended.progress()).isEqualTo(100);
        assertThat(ended.endTime()).isNotNull();
        assertThat(process.described(id).size()).isEqualTo(7);
        assertThat(cloud.cluster.sees(instance, id)).hasValue(7);
        assertThat(process.attachment(id)).isEqualTo("attached");
    }

    /** Its node must not be told of a size that is not there. */
    @Test
    void whileItGrowsItIsAttachedAsLargeAsItWas() {
        InstanceId instance =
                process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
        VolumeId id = process.volume();
        cloud.storage.reachable(false);
        modify(id, request -> request.size(7));
        process.attach(id, instance, "/dev/sdf");
        cloud.storage.reachable(true);
        process.converge();
        assertThat(cloud.cluster.sees(instance, id)).hasValue(7);
        assertThat(described(id).modificationState()).isEqualTo(VolumeModificationState.COMPLETED);
    }

    @Test
    void withoutRoomItStaysAsItIsAndTheOwnerIsTold() {
        VolumeId id = process.volume();
        cloud.storage.limit(100);
        modify(id, request -> request.size(101));
        assertThat(error(() -> modify(id, request -> request.size(8)))).isEqualTo("IncorrectModificationState");
        process.converge();
        VolumeModification failed = described(id);
        assertThat(failed.modificationState()).isEqualTo(VolumeModificationState.FAILED);
        assertThat(failed.statusMessage()).contains("no room");
        assertThat(process.described(id).size()).isEqualTo(2);
        modify(id, request -> request.size(3));
        process.converge();
        assertThat(described(id).modificationState()).isEqualTo(VolumeModificationState.COMPLETED);
        assertThat(process.described(id).size()).isEqualTo(3);
    }

    @Test
    void anotherTypeIsThereAtOnceAndBringsItsOwnPerformance() {
        VolumeId id = process.volume();
        VolumeModification modified =
                modify(id, request -> request.volumeType("gp3").throughput(250));
        assertThat(modified.modificationState()).isEqualTo(VolumeModificationState.COMPLETED);
        assertThat(modified.originalVolumeTypeAsString()).isEqualTo("gp2");
        assertThat(modified.originalIops()).isEqualTo(100);
        assertThat(modified.targetIops()).isEqualTo(3_000);
        assertThat(process.described(id).volumeTypeAsString()).isEqualTo("gp3");
        assertThat(process.described(id).throughput()).isEqualTo(250);
        modify(id, request -> request.size(9));
        assertThat(process.described(id).throughput()).as("not said, so kept").isEqualTo(250);
        process.converge();
        modify(id, request -> request.volumeType("gp2"));
        assertThat(process.described(id).throughput()).isNull();
    }

    @Test
    void whatCannotBeIsRefused() {
        VolumeId id = process.volume();
        for (Map.Entry<String, Consumer<ModifyVolumeRequest.Builder>> wrong :
                Map.<String, Consumer<ModifyVolumeRequest.Builder>>of(
                                "MissingParameter",
                                request -> {},
                                "InvalidParameterValue",
                                request -> request.size(1),
                                "InvalidParameterCombination",
                                request -> request.iops(200),
                                "UnsupportedOperation",
                                request -> request.multiAttachEnabled(true),
                                "VolumeLimitExceeded",
                                request -> request.size(TestingCloud.VOLUMES.gib() + 1))
                        .entrySet()) {
            assertThat(error(() -> modify(id, wrong.getValue()))).isEqualTo(wrong.getKey());
        }
        assertThat(error(() -> modify(id, request -> request.size(20_000)))).isEqualTo("InvalidParameterValue");
        assertThat(error(() -> modify(id, request -> request.volumeType("floppy"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> described(id))).isEqualTo("InvalidVolumeModification.NotFound");
        VolumeId unmade = process.created();
        assertThat(error(() -> modify(unmade, request -> request.size(8)))).isEqualTo("IncorrectState");
        ModifyVolumeRequest foreign =
                ModifyVolumeRequest.builder().volumeId(id.value()).size(8).build();
        assertThat(error(() -> cloud.call(TestingCalls.BOB, foreign))).isEqualTo("InvalidVolume.NotFound");
        process.converge();
        cloud.storage.loseMemory();
        process.converge();
        assertThat(error(() -> modify(id, request -> request.size(8)))).isEqualTo("IncorrectState");
    }

    @Test
    void theyAreFoundByWhatTheyAreAndGoWithTheirVolume() {
        VolumeId grown = process.volume();
        VolumeId renamed = process.volume();
        modify(grown, request -> request.size(7));
        modify(renamed, request -> request.volumeType("standard"));
        for (Map.Entry<String, String> filter : Map.of(
                        "modification-state", "modifying",
                        "original-size", "2",
                        "target-size", "7",
                        "target-volume-type", "gp2",
                        "volume-id", grown.value())
                .entrySet()) {
            List<VolumeModification> found = described(DescribeVolumesModificationsRequest.builder()
                    .filters(Filter.builder()
                            .name(filter.getKey())
                            .values(filter.getValue())
                            .build())
                    .build());
            assertThat(found)
                    .as(filter.getKey())
                    .extracting(VolumeModification::volumeId)
                    .contains(grown.value());
        }
        cloud.call(DeleteVolumeRequest.builder().volumeId(grown.value()).build());
        process.converge();
        assertThat(described(DescribeVolumesModificationsRequest.builder().build()))
                .extracting(VolumeModification::volumeId)
                .containsExactly(renamed.value());
    }
}
