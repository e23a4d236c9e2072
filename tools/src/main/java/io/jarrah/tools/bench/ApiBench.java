package io.jarrah.tools.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** How fast the API answers: RunInstances, and DescribeInstances over many instances. */
final class ApiBench {
    private static final double RUN_LIMIT_MILLIS = 30;
    private static final double DESCRIBE_LIMIT_MILLIS = 60;
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 100;
    private static final int DESCRIBE_ROUNDS = 40;
    private static final int BATCH = 50;

    private final CloudAccess cloud;
    private final int instances;
    private final PrintStream progress;

    ApiBench(CloudAccess cloud, int instances, PrintStream progress) {
        this.cloud = cloud;
        this.instances = instances;
        this.progress = progress;
    }

    List<Row> run() {
        String image = cloud.anyImage();
        progress.println("RunInstances, one at a time");
        Samples run = new Samples();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            long begun = System.nanoTime();
            launch(image, 1);
            if (i >= WARM_UP) {
                run.addNanos(System.nanoTime() - begun);
            }
        }
        progress.println("  " + run);
        fill(image);
        progress.println("DescribeInstances of " + instances);
        Samples describe = new Samples();
        for (int i = 0; i < DESCRIBE_ROUNDS * 2; i++) {
            long begun = System.nanoTime();
            int seen = all().size();
            if (seen < instances) {
                throw new IllegalStateException("only " + seen + " of " + instances + " instances are described");
            }
            if (i >= DESCRIBE_ROUNDS) {
                describe.addNanos(System.nanoTime() - begun);
            }
        }
        progress.println("  " + describe);
        terminateAll();
        return List.of(
                Row.lessIsBetter("RunInstances answer p50, limit", run.quantile(0.5), RUN_LIMIT_MILLIS, "ms"),
                Row.lessIsBetter(
                        "DescribeInstances (" + instances + ") p50, limit",
                        describe.quantile(0.5),
                        DESCRIBE_LIMIT_MILLIS,
                        "ms"));
    }

    private void fill(String image) {
        int missing = instances - all().size();
        progress.println("launching " + Math.max(0, missing) + " more");
        while (missing > 0) {
            launch(image, Math.min(BATCH, missing));
            missing -= BATCH;
        }
    }

    private void launch(String image, int count) {
        int launched = cloud.ec2()
                .runInstances(RunInstancesRequest.builder()
                        .imageId(image)
                        .instanceType("m1.small")
                        .minCount(count)
                        .maxCount(count)
                        .build())
                .instances()
                .size();
        if (launched != count) {
            throw new IllegalStateException("asked for " + count + " instances, got " + launched);
        }
    }

    private List<Instance> all() {
        return cloud.ec2().describeInstances(DescribeInstancesRequest.builder().build()).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private void terminateAll() {
        List<String> ids = new ArrayList<>();
        all().forEach(instance -> ids.add(instance.instanceId()));
        for (int i = 0; i < ids.size(); i += BATCH) {
            List<String> batch = ids.subList(i, Math.min(i + BATCH, ids.size()));
            int ended = cloud.ec2()
                    .terminateInstances(TerminateInstancesRequest.builder()
                            .instanceIds(batch)
                            .build())
                    .terminatingInstances()
                    .size();
            progress.println("  terminated " + ended);
        }
    }
}
