package io.jarrah.clc.volume.op;

import static io.jarrah.clc.volume.reconcile.VolumeProcess.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.contract.Health;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DetachVolumeResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMappingSpecification;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Volume;

class VolumeOpsTest {
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
    void filtersFindWhatTheyName() {
        InstanceId instance = running();
        VolumeId attached = process.volume();
        VolumeId other = process.volume();
        process.attach(attached, instance, "/dev/xvdh");
        process.converge();
        cloud.call(CreateTagsRequest.builder()
                .resources(other.value())
                .tags(tag("stage", "test"))
                .build());
        String created = "2026-11-2*";
        for (Map.Entry<String, String> filter : Map.of(
                        "attachment.instance-id", instance.value(),
                        "attachment.device", "/dev/xvdh",
                        "attachment.status", "attached",
                        "attachment.delete-on-termination", "false",
                        "attachment.attach-time", created,
                        "status", "in-use",
                        "volume-id", attached.value())
                .entrySet()) {
            assertThat(ids(filter.getKey(), filter.getValue()))
                    .as(filter.getKey())
                    .containsExactly(attached.value());
        }
        assertThat(ids("tag:stage", "test")).containsExactly(other.value());
        assertThat(ids("tag-key", "stage")).containsExactly(other.value());
        for (Map.Entry<String, String> filter : Map.of(
                        "availability-zone", ZONE,
                        "create-time", created,
                        "encrypted", "false",
                        "multi-attach-enabled", "false",
                        "size", "2",
                        "volume-type", "gp2")
                .entrySet()) {
            assertThat(ids(filter.getKey(), filter.getValue()))
                    .as(filter.getKey())
                    .containsExactlyInAnyOrder(attached.value(), other.value());
        }
        assertThat(ids("snapshot-id", "*")).isEmpty();
        assertThat(error(() -> ids("colour", "blue"))).isEqualTo("InvalidParameterValue");
    }

    @Test
    void pagesHoldEachVolumeOnce() {
        for (int i = 0; i < 12; i++) {
            create(request -> {});
        }
        DescribeVolumesResponse first =
                cloud.call(DescribeVolumesRequest.builder().maxResults(7).build());
        DescribeVolumesResponse second = cloud.call(DescribeVolumesRequest.builder()
                .maxResults(7)
                .nextToken(first.nextToken())
                .build());
        assertThat(first.volumes()).hasSize(7);
        assertThat(second.volumes()).hasSize(5).doesNotContainAnyElementsOf(first.volumes());
        assertThat(second.nextToken()).isNull();
        assertThat(error(() -> cloud.call(DescribeVolumesRequest.builder()
                        .maxResults(7)
                        .volumeIds(first.volumes().getFirst().volumeId())
                        .build())))
                .isEqualTo("InvalidParameterCombination");
    }

    @Test
    void aVolumeIsDeletedOnlyWhenNobodyHasIt() {
        InstanceId instance = running();
        VolumeId id = process.created();
        assertThat(error(() -> delete(id))).as("creating").isEqualTo("IncorrectState");
        process.converge();
        process.attach(id, instance, "/dev/sdf");
        assertThat(error(() -> delete(id))).isEqualTo("VolumeInUse");
        process.converge();
        assertThat(error(() -> delete(id))).isEqualTo("VolumeInUse");
        process.detach(id, false);
        assertThat(error(() -> delete(id))).as("detaching").isEqualTo("VolumeInUse");
        process.converge();
        delete(id);
        assertThat(process.state(id)).isEqualTo("deleting");
        delete(id);
        assertThat(error(() -> process.attach(id, instance, "/dev/sdf"))).isEqualTo("IncorrectState");
        process.converge();
        assertThat(error(() -> process.described(id))).isEqualTo("InvalidVolume.NotFound");
        assertThat(error(() -> delete(id))).isEqualTo("InvalidVolume.NotFound");
    }

    @Test
    void tagsGoWithTheVolume() {
        VolumeId id = process.volume();
        cloud.call(CreateTagsRequest.builder()
                .resources(id.value())
                .tags(tag("k", "v"))
                .build());
        assertThat(tagCount()).isEqualTo(1);
        delete(id);
        process.converge();
        assertThat(tagCount()).isZero();
        assertThat(error(() -> cloud.call(CreateTagsRequest.builder()
                        .resources(id.value())
                        .tags(tag("k", "v"))
                        .build())))
                .isEqualTo("InvalidVolume.NotFound");
    }

    private int tagCount() {
        DescribeTagsResponse answer = cloud.call(DescribeTagsRequest.builder().build());
        return answer.tags().size();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/sda",
                "/dev/sda1",
                "/dev/xvda",
                "/dev/sdf0",
                "/dev/sdf16",
                "/dev/xvdf1",
                "sdf",
                "/dev/vdf",
                "/dev/sdF",
                "/dev/../sdf",
                "/dev/sdf\n",
            })
    void aDeviceThatIsNoneIsRefused(String device) {
        VolumeId id = new VolumeId("vol-00000000000000001");
        InstanceId instance = new InstanceId("i-00000000000000001");
        assertThat(error(() -> process.attach(id, instance, device))).isEqualTo("InvalidParameterValue");
    }

    @Test
    void attachingAsksForBothEndsAndTheirStates() {
        InstanceId instance = running();
        VolumeId id = process.volume();
        VolumeId second = process.volume();
        VolumeId fresh = process.created();
        InstanceId none = new InstanceId("i-00000000000000001");
        VolumeId nothing = new VolumeId("vol-00000000000000001");
        assertThat(error(() -> process.attach(nothing, instance, "/dev/sdf"))).isEqualTo("InvalidVolume.NotFound");
        assertThat(error(() -> process.attach(id, none, "/dev/sdf"))).isEqualTo("InvalidInstanceID.NotFound");
        assertThat(error(() -> process.attach(fresh, instance, "/dev/sdf"))).isEqualTo("IncorrectState");
        assertThat(error(() -> cloud.call(AttachVolumeRequest.builder()
                        .volumeId(id.value())
                        .instanceId(instance.value())
                        .build())))
                .isEqualTo("MissingParameter");
        process.attach(id, instance, "/dev/sdf");
        assertThat(error(() -> process.attach(id, instance, "/dev/sdg"))).isEqualTo("VolumeInUse");
        for (String taken : List.of("/dev/sdf", "/dev/xvdf", "/dev/sdf3")) {
            assertThat(error(() -> process.attach(second, instance, taken))).isEqualTo("InvalidParameterValue");
        }
        cloud.call(TerminateInstancesRequest.builder()
                .instanceIds(instance.value())
                .build());
        assertThat(error(() -> process.attach(second, instance, "/dev/sdg")))
                .as("shutting down")
                .isEqualTo("IncorrectState");
    }

    /** Facts 7.2, failure 7: a volume was attached to another account's instance. */
    @Test
    void failure7AStrangersVolumeOrInstanceDoesNotExist() {
        InstanceId hers = running();
        VolumeId id = process.volume();
        CreateVolumeResponse bobs = cloud.call(
                TestingCalls.BOB,
                CreateVolumeRequest.builder().availabilityZone(ZONE).size(1).build());
        process.converge();
        assertThat(error(() -> cloud.call(TestingCalls.BOB, attachment(id.value(), hers))))
                .isEqualTo("InvalidVolume.NotFound");
        assertThat(error(() -> cloud.call(TestingCalls.BOB, attachment(bobs.volumeId(), hers))))
                .isEqualTo("InvalidInstanceID.NotFound");
        assertThat(error(() -> cloud.call(attachment(bobs.volumeId(), hers)))).isEqualTo("InvalidVolume.NotFound");
        process.attach(id, hers, "/dev/sdf");
        for (Object request : List.of(
                DetachVolumeRequest.builder().volumeId(id.value()).force(true).build(),
                DeleteVolumeRequest.builder().volumeId(id.value()).build(),
                DescribeVolumesRequest.builder().volumeIds(id.value()).build(),
                CreateTagsRequest.builder()
                        .resources(id.value())
                        .tags(tag("k", ""))
                        .build())) {
            assertThat(error(() -> cloud.call(TestingCalls.BOB, request)))
                    .as("%s", request)
                    .isEqualTo("InvalidVolume.NotFound");
        }
    }

    private static AttachVolumeRequest attachment(String volume, InstanceId instance) {
        return AttachVolumeRequest.builder()
                .volumeId(volume)
                .instanceId(instance.value())
                .device("/dev/sdf")
                .build();
    }

    @Test
    void detachingNamesWhatIsAttached() {
        InstanceId instance = running();
        InstanceId other = running();
        VolumeId id = process.volume();
        assertThat(error(() -> process.detach(id, false))).isEqualTo("IncorrectState");
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        assertThat(error(() -> detach(id, request -> request.instanceId(other.value()))))
                .isEqualTo("InvalidAttachment.NotFound");
        assertThat(error(() -> detach(id, request -> request.device("/dev/sdg"))))
                .isEqualTo("InvalidAttachment.NotFound");
        assertThat(error(() -> detach(id, request -> request.instanceId("i-00000000000000001"))))
                .isEqualTo("InvalidInstanceID.NotFound");
        assertThat(process.attachment(id)).isEqualTo("attached");
        DetachVolumeResponse answer =
                detach(id, request -> request.instanceId(instance.value()).device("/dev/sdf"));
        assertThat(answer.stateAsString()).isEqualTo("detaching");
        assertThat(detach(id, request -> {}).stateAsString()).as("again").isEqualTo("detaching");
        process.converge();
        assertThat(process.state(id)).isEqualTo("available");
        process.attach(id, other, "/dev/sdf");
        process.detach(id, false);
        process.converge();
        assertThat(process.state(id)).as("before the node was told").isEqualTo("available");
    }

    @Test
    void whatItsStorageControllerDoesNotKnowIsNotAttached() {
        InstanceId instance = running();
        VolumeId id = process.volume();
        cloud.storage.loseMemory();
        process.converge();
        assertThat(process.state(id)).isEqualTo("available");
        assertThat(error(() -> process.attach(id, instance, "/dev/sdf"))).isEqualTo("IncorrectState");
    }

    @Test
    void instancesShowTheirVolumes() {
        InstanceId instance = running();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        cloud.call(ModifyInstanceAttributeRequest.builder()
                .instanceId(instance.value())
                .blockDeviceMappings(going("/dev/sdf"))
                .build());
        DescribeInstanceAttributeResponse attribute = cloud.call(DescribeInstanceAttributeRequest.builder()
                .instanceId(instance.value())
                .attribute("blockDeviceMapping")
                .build());
        assertThat(attribute.blockDeviceMappings()).singleElement().satisfies(mapping -> {
            assertThat(mapping.deviceName()).isEqualTo("/dev/sdf");
            assertThat(mapping.ebs().volumeId()).isEqualTo(id.value());
            assertThat(mapping.ebs().statusAsString()).isEqualTo("attached");
            assertThat(mapping.ebs().deleteOnTermination()).isTrue();
            assertThat(mapping.ebs().attachTime()).isNotNull();
        });
        for (Map.Entry<String, String> filter : Map.of(
                        "block-device-mapping.volume-id", id.value(),
                        "block-device-mapping.device-name", "/dev/sdf",
                        "block-device-mapping.status", "attached",
                        "block-device-mapping.attach-time", "2026-*",
                        "block-device-mapping.delete-on-termination", "true")
                .entrySet()) {
            DescribeInstancesResponse found = cloud.call(DescribeInstancesRequest.builder()
                    .filters(filter(filter.getKey(), filter.getValue()))
                    .build());
            assertThat(found.reservations()).as(filter.getKey()).hasSize(1);
        }
        for (String device : List.of("/dev/sdg", "/dev/sda1")) {
            assertThat(error(() -> cloud.call(ModifyInstanceAttributeRequest.builder()
                            .instanceId(instance.value())
                            .blockDeviceMappings(going(device))
                            .build())))
                    .isEqualTo("InvalidInstanceAttributeValue");
        }
    }

    @Test
    void anAbsentStorageControllerShowsInStatusAndZoneAndChangesNoVolume() {
        VolumeId id = process.volume();
        assertThat(status(id)).as("nobody listens yet").isEqualTo("insufficient-data");
        cloud.api.storageHealth().note(TestingCloud.ZONE, Health.OK, "", cloud.clock.instant());
        assertThat(status(id)).isEqualTo("ok");
        assertThat(zoneMessages()).isEmpty();
        cloud.api.storageHealth().note(TestingCloud.ZONE, Health.UNREACHABLE, "gone", cloud.clock.instant());
        assertThat(status(id)).isEqualTo("impaired");
        assertThat(zoneMessages()).singleElement().satisfies(text -> assertThat(text)
                .contains("zone1"));
        assertThat(process.state(id)).isEqualTo("available");
    }

    private List<String> zoneMessages() {
        DescribeAvailabilityZonesResponse zones =
                cloud.call(DescribeAvailabilityZonesRequest.builder().build());
        return zones.availabilityZones().getFirst().messages().stream()
                .map(message -> message.message())
                .toList();
    }

    private String status(VolumeId id) {
        DescribeVolumeStatusResponse answer = cloud.call(
                DescribeVolumeStatusRequest.builder().volumeIds(id.value()).build());
        return answer.volumeStatuses().getFirst().volumeStatus().statusAsString();
    }

    private InstanceId running() {
        return process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
    }

    private CreateVolumeResponse create(Consumer<CreateVolumeRequest.Builder> how) {
        CreateVolumeRequest.Builder request =
                CreateVolumeRequest.builder().availabilityZone(ZONE).size(1);
        how.accept(request);
        return cloud.call(request.build());
    }

    private void delete(VolumeId id) {
        cloud.call(DeleteVolumeRequest.builder().volumeId(id.value()).build());
    }

    private DetachVolumeResponse detach(VolumeId id, Consumer<DetachVolumeRequest.Builder> how) {
        DetachVolumeRequest.Builder request = DetachVolumeRequest.builder().volumeId(id.value());
        how.accept(request);
        return cloud.call(request.build());
    }

    private List<String> ids(String filter, String value) {
        DescribeVolumesResponse answer = cloud.call(
                DescribeVolumesRequest.builder().filters(filter(filter, value)).build());
        return answer.volumes().stream().map(Volume::volumeId).toList();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static InstanceBlockDeviceMappingSpecification going(String device) {
        return InstanceBlockDeviceMappingSpecification.builder()
                .deviceName(device)
                .ebs(ebs -> ebs.deleteOnTermination(true))
                .build();
    }
}
