package io.jarrah.clc.volume.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;

/** Which resources policies are asked about. */
class VolumeAccessTest {
    private static final String ARN = "arn:aws:ec2:us-east-1:" + TestingCalls.ALICE + ":";

    @Test
    void bothEndsOfAnAttachmentAreAskedAbout() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            InstanceId instance =
                    process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
            VolumeId id = process.volume();
            String volumeArn = ARN + "volume/" + id;
            String instanceArn = ARN + "instance/" + instance;
            CallContext alice = cloud.context(TestingCalls.ALICE, "DetachVolume");
            VolumeAccess access = new VolumeAccess(cloud.database);
            assertThat(VolumeAccess.ofAttachment(
                            alice,
                            AttachVolumeRequest.builder()
                                    .volumeId(id.value())
                                    .instanceId(instance.value())
                                    .build()))
                    .containsExactly(volumeArn, instanceArn);
            DetachVolumeRequest detachment =
                    DetachVolumeRequest.builder().volumeId(id.value()).build();
            assertThat(access.ofDetachment(alice, detachment)).containsExactly(volumeArn, ARN + "instance/*");
            process.attach(id, instance, "/dev/sdf");
            assertThat(access.ofDetachment(alice, detachment))
                    .as("also when it is not named")
                    .containsExactly(volumeArn, instanceArn);
            assertThat(access.ofDetachment(cloud.context(TestingCalls.BOB, "DetachVolume"), detachment))
                    .as("a stranger does not learn who has it")
                    .noneMatch(arn -> arn.contains(instance.value()));
            assertThat(access.ofDetachment(
                            alice, DetachVolumeRequest.builder().volumeId("x").build()))
                    .containsExactly(ARN + "volume/x", ARN + "instance/*");
        }
    }
}
