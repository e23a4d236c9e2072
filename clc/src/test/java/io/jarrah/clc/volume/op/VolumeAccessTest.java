package io.jarrah.clc.volume.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMappingSpecification;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;

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
            assertThat(access.ofDetachment(
                            alice, detachment.toBuilder().instanceId("").build()))
                    .as("what is empty is not there")
                    .containsExactly(volumeArn, instanceArn);
            assertThat(access.ofDetachment(cloud.context(TestingCalls.BOB, "DetachVolume"), detachment))
                    .as("a stranger does not learn who has it")
                    .noneMatch(arn -> arn.contains(instance.value()));
            assertThat(access.ofDetachment(
                            alice, DetachVolumeRequest.builder().volumeId("x").build()))
                    .containsExactly(ARN + "volume/x", ARN + "instance/*");
        }
    }

    @Test
    void whoDecidesWhetherVolumesGoWithTheirInstanceIsAskedAboutBoth() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            InstanceId instance =
                    process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
            VolumeId id = process.volume();
            process.attach(id, instance, "/dev/sdf");
            ModifyInstanceAttributeRequest request = ModifyInstanceAttributeRequest.builder()
                    .instanceId(instance.value())
                    .blockDeviceMappings(going("/dev/sdf"), going("/dev/sdg"))
                    .build();
            assertThat(arns(cloud, TestingCalls.ALICE, request))
                    .as("there is none at sdg")
                    .containsExactly(ARN + "instance/" + instance, ARN + "volume/" + id, ARN + "volume/*");
            assertThat(arns(cloud, TestingCalls.BOB, request)).noneMatch(arn -> arn.contains(id.value()));
            assertThat(arns(
                            cloud,
                            TestingCalls.ALICE,
                            ModifyInstanceAttributeRequest.builder()
                                    .instanceId(instance.value())
                                    .disableApiTermination(flag -> flag.value(true))
                                    .build()))
                    .containsExactly(ARN + "instance/" + instance);
        }
    }

    private static InstanceBlockDeviceMappingSpecification going(String device) {
        return InstanceBlockDeviceMappingSpecification.builder()
                .deviceName(device)
                .ebs(ebs -> ebs.deleteOnTermination(true))
                .build();
    }

    private static List<String> arns(TestingCloud cloud, AccountId account, ModifyInstanceAttributeRequest request) {
        String action = "ModifyInstanceAttribute";
        return cloud.table.find(action).resources(cloud.context(account, action), request);
    }
}
