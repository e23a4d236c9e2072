package io.jarrah.cloud;

import io.jarrah.common.testing.Eventually;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** What tests do as a user, through the AWS SDK. */
final class CloudUser {
    private final Ec2Client ec2;
    private final String image;

    CloudUser(Ec2Client ec2, String image) {
        this.ec2 = ec2;
        this.image = image;
    }

    List<String> run(int count) {
        return ec2
                .runInstances(RunInstancesRequest.builder()
                        .imageId(image)
                        .minCount(count)
                        .maxCount(count)
                        .build())
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
    }

    Instance describe(String id) {
        return ec2.describeInstances(
                        DescribeInstancesRequest.builder().instanceIds(id).build())
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    InstanceStateName state(String id) {
        return describe(id).state().name();
    }

    void awaitState(List<String> ids, InstanceStateName state) throws Exception {
        for (String id : ids) {
            Eventually.isTrue(() -> state(id) == state);
        }
    }

    void terminate(List<String> ids) throws Exception {
        ec2.terminateInstances(
                TerminateInstancesRequest.builder().instanceIds(ids).build());
        awaitState(ids, InstanceStateName.TERMINATED);
    }
}
