package io.jarrah.clc.snapshot.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeRequest;

/** Which resources policies are asked about. */
class SnapshotAccessTest {
    private static final String ID = "snap-00000000000000001";
    private static final String VOLUME = "vol-00000000000000001";
    private static final String ARN = "arn:aws:ec2:us-east-1:" + TestingCalls.ALICE + ":";
    private static final String SNAPSHOTS = "arn:aws:ec2:us-east-1::snapshot/";

    private final TestingCloud cloud = new TestingCloud();

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void bothEndsOfASnapshotAreAskedAbout() {
        assertThat(arns(
                        "CreateSnapshot",
                        CreateSnapshotRequest.builder().volumeId(VOLUME).build()))
                .containsExactly(SNAPSHOTS + "*", ARN + "volume/" + VOLUME);
        assertThat(arns(
                        "CreateVolume",
                        CreateVolumeRequest.builder().snapshotId(ID).build()))
                .containsExactly(ARN + "volume/*", SNAPSHOTS + ID);
        assertThat(arns(
                        "CreateVolume",
                        CreateVolumeRequest.builder().snapshotId("").build()))
                .as("what is empty is not there")
                .containsExactly(ARN + "volume/*");
    }

    @Test
    void whatIsDoneToOneAsksAboutThatOne() {
        assertThat(arns(
                        "DeleteSnapshot",
                        DeleteSnapshotRequest.builder().snapshotId(ID).build()))
                .containsExactly(SNAPSHOTS + ID);
        assertThat(arns(
                        "ModifySnapshotAttribute",
                        ModifySnapshotAttributeRequest.builder().snapshotId(ID).build()))
                .containsExactly(SNAPSHOTS + ID);
        assertThat(arns(
                        "ResetSnapshotAttribute",
                        ResetSnapshotAttributeRequest.builder().snapshotId(ID).build()))
                .containsExactly(SNAPSHOTS + ID);
        assertThat(arns(
                        "DescribeSnapshotAttribute",
                        DescribeSnapshotAttributeRequest.builder()
                                .snapshotId(ID)
                                .build()))
                .containsExactly(SNAPSHOTS + ID);
        assertThat(arns("DescribeSnapshots", DescribeSnapshotsRequest.builder().build()))
                .containsExactly(ARN + "*");
    }

    private List<String> arns(String action, Object request) {
        return cloud.table.find(action).resources(cloud.context(TestingCalls.ALICE, action), request);
    }
}
