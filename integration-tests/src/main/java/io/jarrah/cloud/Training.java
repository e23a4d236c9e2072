package io.jarrah.cloud;

import java.io.IOException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * What a user does in the first minutes, so that the AOT cache holds the classes for it; and the main job many times
 * over, so that it holds what the compiler has to know of the code that is run most (JEP 515).
 */
final class Training {
    private static final int LAUNCHES = 40;
    private static final int DESCRIBED = 20;

    private final InProcessCloud cloud;

    Training(InProcessCloud cloud) {
        this.cloud = cloud;
    }

    void run() throws IOException, InterruptedException {
        try (CloudClients clients = cloud.clients()) {
            String image = cloud.sampleImage();
            cloud.awaitNodes();
            clients.s3()
                    .listObjectsV2(
                            ListObjectsV2Request.builder().bucket("images").build());
            Ec2Client ec2 = clients.ec2();
            ec2.describeRegions();
            ec2.describeAvailabilityZones();
            ec2.describeInstanceTypes(request -> request.maxResults(100));
            for (int i = 0; i < LAUNCHES; i++) {
                String id = launch(ec2, image, 1);
                await(ec2, id, InstanceStateName.RUNNING);
                terminate(ec2, id);
            }
            String last = launch(ec2, image, DESCRIBED);
            await(ec2, last, InstanceStateName.RUNNING);
            for (int i = 0; i < LAUNCHES; i++) {
                ec2.describeInstances();
            }
            terminate(ec2, last);
            await(ec2, last, InstanceStateName.TERMINATED);
        }
    }

    private static String launch(Ec2Client ec2, String image, int count) {
        return ec2.runInstances(RunInstancesRequest.builder()
                        .imageId(image)
                        .minCount(count)
                        .maxCount(count)
                        .build())
                .instances()
                .getFirst()
                .instanceId();
    }

    private static void terminate(Ec2Client ec2, String id) {
        ec2.terminateInstances(
                TerminateInstancesRequest.builder().instanceIds(id).build());
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
