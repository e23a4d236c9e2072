package io.jarrah.clc.volume.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.AttachVolumeResponse;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.Volume;

/** What Terraform's AWS provider calls for aws_ebs_volume and aws_volume_attachment, in its order, and what it looks at (facts, clients-and-peers §2.5). */
class TerraformVolumeTest {
    @Test
    void appliesAndDestroysAVolumeAndItsAttachment() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            InstanceId instance =
                    process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
            CreateVolumeRequest creation = CreateVolumeRequest.builder()
                    .availabilityZone("zone1")
                    .clientToken("terraform-20261127000000000000000001")
                    .size(4)
                    .volumeType("gp3")
                    .tagSpecifications(TagSpecification.builder()
                            .resourceType("volume")
                            .tags(Tag.builder().key("Name").value("data").build())
                            .build())
                    .build();
            CreateVolumeResponse created = cloud.call(creation);
            assertThat(created.stateAsString()).isEqualTo("creating");
            CreateVolumeResponse again = cloud.call(creation);
            assertThat(again.volumeId()).as("after a lost answer").isEqualTo(created.volumeId());
            process.converge();
            Volume volume = process.described(new VolumeId(created.volumeId()));
            assertThat(volume.stateAsString()).isEqualTo("available");
            assertThat(volume.iops()).as("no drift").isEqualTo(3_000);
            assertThat(volume.throughput()).isEqualTo(125);
            assertThat(volume.encrypted()).isFalse();
            assertThat(volume.multiAttachEnabled()).isFalse();
            assertThat(volume.tags()).hasSize(1);

            attach(process, instance, created.volumeId());
            destroy(process, instance, created.volumeId());
        }
    }

    private static void attach(VolumeProcess process, InstanceId instance, String volume) {
        TestingCloud cloud = process.cloud;
        assertThat(attachedAt(cloud, instance, volume)).isEmpty();
        DescribeInstancesResponse ready = cloud.call(
                DescribeInstancesRequest.builder().instanceIds(instance.value()).build());
        assertThat(ready.reservations()
                        .getFirst()
                        .instances()
                        .getFirst()
                        .state()
                        .nameAsString())
                .isEqualTo("running");
        AttachVolumeResponse attached = cloud.call(AttachVolumeRequest.builder()
                .volumeId(volume)
                .instanceId(instance.value())
                .device("/dev/sdh")
                .build());
        assertThat(attached.stateAsString()).isEqualTo("attaching");
        process.converge();
        assertThat(attachedAt(cloud, instance, volume)).singleElement().satisfies(found -> assertThat(
                        found.attachments().getFirst().stateAsString())
                .isEqualTo("attached"));
    }

    private static void destroy(VolumeProcess process, InstanceId instance, String volume) {
        TestingCloud cloud = process.cloud;
        cloud.call(DetachVolumeRequest.builder()
                .volumeId(volume)
                .instanceId(instance.value())
                .device("/dev/sdh")
                .build());
        process.converge();
        assertThat(attachedAt(cloud, instance, volume)).isEmpty();
        cloud.call(DeleteVolumeRequest.builder().volumeId(volume).build());
        process.converge();
        assertThat(catchThrowableOfType(ApiException.class, () -> process.described(new VolumeId(volume)))
                        .error()
                        .code())
                .isEqualTo("InvalidVolume.NotFound");
    }

    /** How the provider asks whether the volume is attached there. */
    private static List<Volume> attachedAt(TestingCloud cloud, InstanceId instance, String volume) {
        DescribeVolumesResponse answer = cloud.call(DescribeVolumesRequest.builder()
                .volumeIds(volume)
                .filters(
                        Filter.builder()
                                .name("attachment.device")
                                .values("/dev/sdh")
                                .build(),
                        Filter.builder()
                                .name("attachment.instance-id")
                                .values(instance.value())
                                .build())
                .build());
        return answer.volumes();
    }
}
