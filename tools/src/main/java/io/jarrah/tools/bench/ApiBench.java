package io.jarrah.tools.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/**
 * How fast the API answers: RunInstances, and DescribeInstances over many instances. An answer is over with its last
 * byte; what the SDK makes of it after that is a figure of its own.
 */
final class ApiBench {
    private static final double RUN_LIMIT_MILLIS = 30;
    private static final double DESCRIBE_LIMIT_MILLIS = 60;
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 100;
    private static final int DESCRIBE_ROUNDS = 40;
    private static final int BATCH = 50;
    private static final long SETTLED_WITHIN_NANOS = 300_000_000_000L;

    private final CloudAccess cloud;
    private final int instances;
    private final PrintStream progress;

    ApiBench(CloudAccess cloud, int instances, PrintStream progress) {
        this.cloud = cloud;
        this.instances = instances;
        this.progress = progress;
    }

    List<Row> run() throws InterruptedException {
        String image = cloud.anyImage();
        List<Row> rows = new ArrayList<>();
        rows.add(runInstances(image, true, "RunInstances answer p50, limit"));
        rows.add(runInstances(image, false, "RunInstances answer p50, back to back, limit"));
        fill(image);
        rows.addAll(describe());
        terminateAll();
        return rows;
    }

    /** Launches one at a time; settled, each when the one before runs, so that no launch pays for another. */
    private Row runInstances(String image, boolean settled, String name) throws InterruptedException {
        progress.println(name);
        Samples answers = new Samples();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            String id = launch(image, 1);
            if (i >= WARM_UP) {
                answers.addNanos(cloud.lastAnswerNanos());
            }
            if (settled) {
                cloud.await(id, InstanceStateName.RUNNING);
            }
        }
        progress.println("  " + answers);
        return Row.lessIsBetter(name, answers.quantile(0.5), RUN_LIMIT_MILLIS, "ms");
    }

    private List<Row> describe() {
        progress.println("DescribeInstances of " + instances);
        Samples answers = new Samples();
        Samples parsed = new Samples();
        for (int i = 0; i < DESCRIBE_ROUNDS * 2; i++) {
            long begun = System.nanoTime();
            int seen = all().size();
            if (seen < instances) {
                throw new IllegalStateException("only " + seen + " of " + instances + " instances are described");
            }
            if (i >= DESCRIBE_ROUNDS) {
                answers.addNanos(cloud.lastAnswerNanos());
                parsed.addNanos(System.nanoTime() - begun);
            }
        }
        progress.println("  answer " + answers);
        progress.println("  parsed " + parsed);
        String name = "DescribeInstances (" + instances + ") p50, ";
        return List.of(
                Row.lessIsBetter(name + "limit", answers.quantile(0.5), DESCRIBE_LIMIT_MILLIS, "ms"),
                Row.lessIsBetter(
                        name + "with the SDK's parsing, limit", parsed.quantile(0.5), DESCRIBE_LIMIT_MILLIS, "ms"));
    }

    private void fill(String image) throws InterruptedException {
        int missing = instances - all().size();
        progress.println("launching " + Math.max(0, missing) + " more");
        while (missing > 0) {
            launch(image, Math.min(BATCH, missing));
            missing -= BATCH;
        }
        long end = System.nanoTime() + SETTLED_WITHIN_NANOS;
        while (all().stream().anyMatch(instance -> instance.state().name() == InstanceStateName.PENDING)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("instances are still pending after five minutes");
            }
            Thread.sleep(500);
        }
    }

    /** Launches that many; returns the first one's id. */
    private String launch(String image, int count) {
        List<Instance> launched = cloud.ec2()
                .runInstances(RunInstancesRequest.builder()
                        .imageId(image)
                        .instanceType("m1.small")
                        .minCount(count)
                        .maxCount(count)
                        .build())
                .instances();
        if (launched.size() != count) {
            throw new IllegalStateException("asked for " + count + " instances, got " + launched.size());
        }
        return launched.getFirst().instanceId();
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
