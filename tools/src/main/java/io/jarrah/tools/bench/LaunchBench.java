package io.jarrah.tools.bench;

import io.jarrah.tools.bench.os.QemuImg;
import io.jarrah.tools.bench.os.Virsh;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/**
 * Launch-to-running against bare {@code virsh create} of the same image on the same libvirt, in turns: from the call of
 * RunInstances until DescribeInstances says running, and from the call of virsh until it returns.
 */
final class LaunchBench {
    private static final double LIMIT_MILLIS = 700;

    private final CloudAccess cloud;
    private final List<Virsh> nodes;
    private final QemuImg qemuImg;
    private final Path work;
    private final int rounds;
    private final PrintStream progress;

    LaunchBench(CloudAccess cloud, List<Virsh> nodes, QemuImg qemuImg, Path work, int rounds, PrintStream progress) {
        this.cloud = cloud;
        this.nodes = List.copyOf(nodes);
        this.qemuImg = qemuImg;
        this.work = work;
        this.rounds = rounds;
        this.progress = progress;
    }

    List<Row> run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        String image = cloud.anyImage();
        Samples answered = new Samples();
        Samples ours = new Samples();
        Samples peer = new Samples();
        for (int round = -1; round < rounds; round++) {
            long begun = System.nanoTime();
            String id = launch(image);
            long accepted = System.nanoTime() - begun;
            cloud.await(id, InstanceStateName.RUNNING);
            long launched = System.nanoTime() - begun;
            long created = virshCreate(id, round);
            terminate(id);
            progress.printf(
                    "  round %d: Jarrah %d ms (answered after %d), virsh create %d ms%n",
                    round, launched / 1_000_000, accepted / 1_000_000, created / 1_000_000);
            if (round >= 0) {
                answered.addNanos(accepted);
                ours.addNanos(launched);
                peer.addNanos(created);
            }
        }
        progress.println("  Jarrah " + ours);
        progress.println("    of it until RunInstances answered " + answered);
        progress.println("  virsh  " + peer);
        double overhead = ours.quantile(0.5) - peer.quantile(0.5);
        return List.of(
                Row.lessIsBetter("launch to running, peer virsh create", ours.quantile(0.5), peer.quantile(0.5), "ms"),
                Row.lessIsBetter("launch beyond virsh create, limit", overhead, LIMIT_MILLIS, "ms"));
    }

    private String launch(String image) {
        return cloud.ec2()
                .runInstances(RunInstancesRequest.builder()
                        .imageId(image)
                        .instanceType("m1.small")
                        .minCount(1)
                        .maxCount(1)
                        .build())
                .instances()
                .getFirst()
                .instanceId();
    }

    private void terminate(String id) throws InterruptedException {
        cloud.ec2()
                .terminateInstances(
                        TerminateInstancesRequest.builder().instanceIds(id).build());
        cloud.await(id, InstanceStateName.TERMINATED);
    }

    /** A twin of the running instance's domain: own name, disk, console and MAC, all else the same. */
    private long virshCreate(String id, int round) throws IOException {
        Virsh node = nodeOf(id);
        String name = "bench-" + (round + 1);
        TwinDomain twin = TwinDomain.of(node.dumpXml(id), name, work);
        qemuImg.overlayLike(twin.originalDisk(), twin.disk());
        Path xml = Files.writeString(work.resolve(name + ".xml"), twin.xml());
        long begun = System.nanoTime();
        node.create(xml);
        long taken = System.nanoTime() - begun;
        node.destroy(name);
        for (Path left : List.of(xml, twin.disk(), twin.console())) {
            Files.deleteIfExists(left);
        }
        return taken;
    }

    private Virsh nodeOf(String id) {
        for (Virsh node : nodes) {
            if (node.lists(id)) {
                return node;
            }
        }
        throw new IllegalStateException("no libvirt runs " + id + "; are all nodes' URIs given?");
    }
}
