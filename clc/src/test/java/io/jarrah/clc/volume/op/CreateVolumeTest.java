package io.jarrah.clc.volume.op;

import static io.jarrah.clc.volume.reconcile.VolumeProcess.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.VolumeId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class CreateVolumeTest {
    private static final String ZONE = TestingCloud.ZONE.value();

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
    void aVolumeIsWhatWasAskedFor() {
        CreateVolumeResponse made = create(request ->
                request.volumeType("io1").size(10).iops(500).tagSpecifications(tags(Map.of("Name", "data"))));
        assertThat(made.stateAsString()).isEqualTo("creating");
        assertThat(made.createTime()).isEqualTo(cloud.clock.instant());
        process.converge();
        assertThat(process.described(new VolumeId(made.volumeId()))).satisfies(volume -> {
            assertThat(volume.stateAsString()).isEqualTo("available");
            assertThat(volume.size()).isEqualTo(10);
            assertThat(volume.iops()).isEqualTo(500);
            assertThat(volume.volumeTypeAsString()).isEqualTo("io1");
            assertThat(volume.availabilityZone()).isEqualTo(ZONE);
            assertThat(volume.tags()).singleElement().satisfies(tag -> assertThat(tag.value())
                    .isEqualTo("data"));
            assertThat(volume.hasAttachments()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "gp2,1,,,100,",
        "gp2,100,,,300,",
        "gp2,16384,,,16000,",
        "gp3,1,,,3000,125",
        "gp3,20,8000,1000,8000,1000",
        "io2,4,2000,,2000,",
        "st1,125,,,,",
        "sc1,125,,,,",
        "standard,1,,,,",
    })
    void typesHaveAmazonsNumbers(
            String type, int size, Integer iops, Integer throughput, Integer shownIops, Integer shownThroughput) {
        VolumeOrder.Shape shape = VolumeOrder.of(CreateVolumeRequest.builder()
                        .availabilityZone(ZONE)
                        .volumeType(type)
                        .size(size)
                        .iops(iops)
                        .throughput(throughput)
                        .build())
                .shape(size);
        assertThat(shape.sizeGib()).isEqualTo(size);
        assertThat(shape.performance().throughput().orElse(null)).isEqualTo(shownThroughput);
        if (!type.equals("gp2")) {
            assertThat(shape.performance().iops().orElse(null)).isEqualTo(shownIops);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gp2,0,,,InvalidParameterValue",
        "gp2,16385,,,InvalidParameterValue",
        "gp2,-5,,,InvalidParameterValue",
        "gp2,1,100,,InvalidParameterCombination",
        "gp2,1,,125,InvalidParameterCombination",
        "gp3,1,2999,,InvalidParameterValue",
        "gp3,1,3001,,InvalidParameterValue",
        "gp3,8,,1000,InvalidParameterValue",
        "gp3,8,,124,InvalidParameterValue",
        "io1,3,100,,InvalidParameterValue",
        "io1,4,,,MissingParameter",
        "io1,4,201,,InvalidParameterValue",
        "io2,4,99,,InvalidParameterValue",
        "st1,124,,,InvalidParameterValue",
        "standard,1025,,,InvalidParameterValue",
        "gold,1,,,InvalidParameterValue",
        "gp2,,,,MissingParameter",
    })
    void impossibleSizesAndTypesAreRefused(String type, Integer size, Integer iops, Integer throughput, String code) {
        assertThat(error(() -> create(request ->
                        request.volumeType(type).size(size).iops(iops).throughput(throughput))))
                .isEqualTo(code);
    }

    @Test
    void whatIsNotOfferedIsRefusedWithAmazonsCode() {
        assertThat(error(() -> create(request -> request.encrypted(true)))).isEqualTo("UnsupportedOperation");
        assertThat(error(() -> create(request -> request.multiAttachEnabled(true))))
                .isEqualTo("UnsupportedOperation");
        assertThat(error(() -> create(request -> request.kmsKeyId("alias/x")))).isEqualTo("InvalidParameterDependency");
        assertThat(error(() -> create(request -> request.snapshotId("snap-00000000000000001"))))
                .isEqualTo("InvalidSnapshot.NotFound");
        assertThat(error(() -> create(request -> request.snapshotId("snap-x"))))
                .isEqualTo("InvalidSnapshotID.Malformed");
        assertThat(error(() -> create(request -> request.availabilityZone(null))))
                .isEqualTo("MissingParameter");
        assertThat(error(() -> create(request -> request.availabilityZone("nowhere"))))
                .isEqualTo("InvalidZone.NotFound");
        assertThat(error(() -> create(request -> request.tagSpecifications(TagSpecification.builder()
                        .resourceType("instance")
                        .tags(tag("k", ""))
                        .build()))))
                .isEqualTo("InvalidParameterValue");
        cloud.zone(new ClusterName("bare"), List.of());
        assertThat(error(() -> create(request -> request.availabilityZone("bare"))))
                .as("a zone without a storage controller")
                .isEqualTo("InsufficientVolumeCapacity");
        assertThat(create(request -> request.encrypted(false).multiAttachEnabled(false))
                        .encrypted())
                .isFalse();
    }

    @Test
    void aTokenMakesOneVolumeHoweverOftenItIsSent() {
        String first = create(request -> request.clientToken("t")).volumeId();
        process.converge();
        CreateVolumeResponse again = create(request -> request.clientToken("t"));
        assertThat(again.volumeId()).isEqualTo(first);
        assertThat(again.stateAsString()).isEqualTo("available");
        assertThat(error(() -> create(request -> request.clientToken("t").size(2))))
                .isEqualTo("IdempotentParameterMismatch");
        CreateVolumeResponse bobs = cloud.call(
                TestingCalls.BOB,
                CreateVolumeRequest.builder()
                        .availabilityZone(ZONE)
                        .size(1)
                        .clientToken("t")
                        .build());
        assertThat(bobs.volumeId()).isNotEqualTo(first);
        assertThat(error(() -> create(request -> request.clientToken("x".repeat(65)))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void anAccountHasALimitOfVolumesAndOfGib() {
        assertThat(error(() -> create(request -> request.size(TestingCloud.VOLUMES.gib() + 1))))
                .isEqualTo("VolumeLimitExceeded");
        for (int i = 0; i < TestingCloud.VOLUMES.volumes(); i++) {
            create(request -> {});
        }
        assertThat(error(() -> create(request -> {}))).isEqualTo("VolumeLimitExceeded");
        CreateVolumeResponse bobs = cloud.call(
                TestingCalls.BOB,
                CreateVolumeRequest.builder().availabilityZone(ZONE).size(1).build());
        assertThat(bobs.volumeId()).startsWith("vol-");
    }

    private CreateVolumeResponse create(Consumer<CreateVolumeRequest.Builder> how) {
        CreateVolumeRequest.Builder request =
                CreateVolumeRequest.builder().availabilityZone(ZONE).size(1);
        how.accept(request);
        return cloud.call(request.build());
    }

    private static TagSpecification tags(Map<String, String> tags) {
        return TagSpecification.builder()
                .resourceType("volume")
                .tags(tags.entrySet().stream()
                        .map(entry -> tag(entry.getKey(), entry.getValue()))
                        .toList())
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
