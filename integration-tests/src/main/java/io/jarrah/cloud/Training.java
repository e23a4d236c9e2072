package io.jarrah.cloud;

import java.io.IOException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** What a user does in the first minute, so that the AOT cache holds the classes for it. */
final class Training {
    private final InProcessCloud cloud;

    Training(InProcessCloud cloud) {
        this.cloud = cloud;
    }

    void run() throws IOException, InterruptedException {
        try (CloudClients clients = cloud.clients()) {
            String image = new SampleImage(clients).ensure();
            clients.s3()
                    .listObjectsV2(
                            ListObjectsV2Request.builder().bucket("images").build());
            Ec2Client ec2 = clients.ec2();
            ec2.describeRegions();
            ec2.describeAvailabilityZones();
            ec2.describeInstanceTypes(request -> request.maxResults(100));
            String id = ec2.runInstances(RunInstancesRequest.builder()
                            .imageId(image)
                            .minCount(1)
                            .maxCount(1)
                            .build())
                    .instances()
                    .getFirst()
                    .instanceId();
            await(ec2, id, InstanceStateName.RUNNING);
            ec2.terminateInstances(
                    TerminateInstancesRequest.builder().instanceIds(id).build());
            await(ec2, id, InstanceStateName.TERMINATED);
        }
    }

    private static void await(Ec2Client ec2, String id, InstanceStateName state) throws InterruptedException {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (true) {
            Instance instance = ec2.describeInstances(
                            DescribeInstancesRequest.builder().instanceIds(id).build())
                    .reservations()
                    .getFirst()
                    .instances()
                    .getFirst();
            if (instance.state().name() == state) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(id + " is not " + state + " after two minutes: " + instance.state());
            }
            Thread.sleep(20);
        }
    }
}
