package io.jarrah.cloud.bench;

import io.jarrah.cloud.CloudClients;
import io.jarrah.cloud.CloudOptions;
import io.jarrah.cloud.InProcessCloud;
import io.jarrah.cloud.Planes;
import io.jarrah.cloud.bench.os.Namespace;
import io.jarrah.cloud.bench.os.PacketAgent;
import io.jarrah.cloud.bench.os.Timed;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.nc.network.NodeNetworkPlane;
import io.jarrah.nc.simulated.SimulatedTiming;
import io.jarrah.tools.bench.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;

/**
 * From the call of AuthorizeSecurityGroupIngress to the first packet that an instance answers: a whole cloud controller with the
 * sample's rows, a cluster controller and a node with the real network, signed SOAP between them; and a stand-in for one guest.
 */
final class ChangeBench {
    private static final int CHANGES = 21;
    private static final int PORT = 7000;
    private static final String PACKET = "packet is answered";
    private static final long PATIENCE = 240_000_000_000L;

    private final Figures figures;
    private final Path work;
    private final Path script;
    private final Spans spans = new Spans();

    ChangeBench(Figures figures, Path work, Path script) {
        this.figures = figures;
        this.work = work;
        this.script = script;
    }

    /**
     * Measures.
     *
     * @param node namespace of the node
     * @param guest namespace for the guest, and its name
     * @param outside namespace of who knocks, at 10.99.0.2
     */
    void run(Namespace node, Namespace guest, String guestName, Namespace outside) throws Exception {
        Path state = Files.createTempDirectory(work, "cloud");
        Timed programs = new Timed(node);
        NodeNetworkPlane nodePlane = NodeBench.plane(programs, Files.createTempDirectory(work, "change"));
        CloudOptions options = CloudOptions.of(state, 1, SimulatedTiming.REALISTIC)
                .withGateways(
                        cluster -> spans.noting("cc", ClusterService.class, cluster),
                        client -> spans.noting("nc", NodeService.class, client))
                .withPlanes(new Planes(
                        () -> ClusterBench.plane(new ProcessCommandRunner(), state.resolve("net")), name -> nodePlane));
        InProcessCloud cloud = new InProcessCloud(options, Clock.systemUTC());
        try {
            figures.once("a cloud of one node comes up", cloud::start);
            String image = cloud.sampleImage();
            cloud.awaitNodes();
            figures.once("the sample becomes rows", () -> {
                AccountId account = account(cloud);
                cloud.stop("clc");
                new SampleRows(new SampleNetwork(account), image).insert(state.resolve("clc/db"));
            });
            double whole = figures.once("cloud controller starts, until the node guards 500 instances", () -> {
                cloud.start("clc");
                await(nodePlane);
            });
            figures.say("first documents" + Spans.text(spans.take(), System.nanoTime()));
            figures.row("cloud: start until 500 instances are guarded, limit", whole / 1000, 60, "s");
            PacketBench.plug(node, 0, guest, guestName);
            try (PacketAgent receiver = new PacketAgent(guest, script);
                    PacketAgent sender = new PacketAgent(outside, script);
                    CloudClients clients = cloud.clients()) {
                receiver.ask("echo " + PORT + " " + (PORT + CHANGES));
                change(clients.ec2(), sender, programs);
            }
        } finally {
            cloud.stop();
        }
    }

    private static AccountId account(InProcessCloud cloud) throws Exception {
        try (CloudClients clients = cloud.clients()) {
            return new AccountId(clients.ec2()
                    .describeImages(request -> request.owners("self"))
                    .images()
                    .getFirst()
                    .ownerId());
        }
    }

    private static void await(NodeNetworkPlane plane) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (!IntStream.range(0, SampleNetwork.ON_NODE).allMatch(i -> plane.ready(SampleNetwork.instance(i)))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the node does not guard all instances: " + plane.problem());
            }
            Thread.sleep(10);
        }
    }

    /** The cluster controller may still be making its first networks. */
    private void awaitPath(Ec2Client ec2, PacketAgent sender, String target) {
        permit(ec2, PORT + CHANGES);
        long begun = System.nanoTime();
        while (!sender.ask("first " + target + " " + (PORT + CHANGES)).equals("open")) {
            if (System.nanoTime() - begun > PATIENCE) {
                throw new IllegalStateException("no packet reaches the instance at " + target);
            }
        }
        figures.say(String.format(
                Locale.ROOT,
                "the instance is reached after %.0f ms%s",
                (System.nanoTime() - begun) / 1e6,
                Spans.text(spans.take(), begun)));
    }

    private static void permit(Ec2Client ec2, int port) {
        ec2.authorizeSecurityGroupIngress(request -> request.groupId(
                        SampleNetwork.webGroup(0).value())
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("udp")
                        .fromPort(port)
                        .toPort(port)
                        .ipRanges(IpRange.builder().cidrIp("10.99.0.0/24").build())
                        .build()));
    }

    private void change(Ec2Client ec2, PacketAgent sender, Timed programs) {
        Stages stages = new Stages();
        String target = SampleNetwork.publicAddress(0).orElseThrow();
        awaitPath(ec2, sender, target);
        for (int i = 0; i < CHANGES; i++) {
            int port = PORT + i;
            String closed = sender.ask("closed " + target + " " + port);
            if (!closed.equals("closed")) {
                throw new IllegalStateException("port " + port + " is open before it is opened");
            }
            programs.spent();
            sender.say("first " + target + " " + port);
            long begun = System.nanoTime();
            permit(ec2, port);
            long answered = System.nanoTime();
            String open = sender.answer();
            long passed = System.nanoTime();
            if (!open.equals("open")) {
                throw new IllegalStateException("port " + port + " was never opened");
            }
            List<Spans.Span> calls = spans.take();
            figures.say(String.format(
                    Locale.ROOT,
                    "API answers after %4.0f ms, packet answered after %4.0f ms%s",
                    (answered - begun) / 1e6,
                    (passed - begun) / 1e6,
                    Spans.text(calls, begun) + "; node's programs: " + programs.spent()));
            // The first ones warm the JVM up.
            if (i >= CHANGES / 3) {
                stages.add("API answers", answered - begun);
                for (Spans.Span call : calls) {
                    stages.add(call.name() + " is called", call.begun() - begun);
                    stages.add(call.name() + " answers", call.ended() - begun);
                }
                stages.add(PACKET, passed - begun);
            }
        }
        figures.say("after the call, median and p90:");
        stages.lines().forEach(figures::say);
        Samples all = stages.of(PACKET);
        figures.row("one rule: API call to packet (median), limit", all.quantile(0.5), 300, "ms");
        figures.row("one rule: API call to packet (p90), limit", all.quantile(0.9), 300, "ms");
    }
}
