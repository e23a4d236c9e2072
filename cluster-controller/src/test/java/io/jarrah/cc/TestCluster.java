package io.jarrah.cc;

import io.jarrah.cc.books.BooksSettings;
import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.network.SimulatedNetworkPlane;
import io.jarrah.cc.reconcile.WatchSettings;
import io.jarrah.cc.testing.FakeNode;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A real controller over fake nodes, with a clock of its own and fast loops. */
final class TestCluster {
    static final Correlation REQUEST = new Correlation("test");
    static final Capacity ROOM = new Capacity(4, 4096, 40);

    final MutableClock clock = new MutableClock();
    final Map<NodeName, FakeNode> nodes = new TreeMap<>();
    final SimulatedNetworkPlane plane = new SimulatedNetworkPlane();
    private final Path directory;
    private final SchedulingPolicy policy;
    private final Lease lease;
    ClusterController controller;

    TestCluster(Path directory, int nodeCount, SchedulingPolicy policy) throws Exception {
        this(directory, nodeCount, policy, Lease.ALONE);
    }

    TestCluster(Path directory, int nodeCount, SchedulingPolicy policy, Lease lease) throws Exception {
        this.directory = directory;
        this.policy = policy;
        this.lease = lease;
        for (int i = 1; i <= nodeCount; i++) {
            nodes.put(Samples.node(i), new FakeNode(ROOM, "192.168.70.1" + i, clock));
        }
        controller = start();
        controller.service().applyNodes(REQUEST, registry(1));
        controller.service().applyNetwork(REQUEST, Samples.document());
        for (NodeName name : nodes.keySet()) {
            awaitHealth(name, Health.OK);
        }
    }

    NodeRegistry registry(long generation) {
        List<NodeRegistration> registrations = nodes.keySet().stream()
                .map(name -> Samples.registration(Integer.parseInt(name.value().substring(2))))
                .toList();
        return new NodeRegistry(generation, registrations);
    }

    private ClusterController start() throws Exception {
        WatchSettings watch = new WatchSettings(
                Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofMillis(10), Duration.ofMillis(50));
        ClusterControllerConfig config = new ClusterControllerConfig(
                Samples.ZONE,
                VnetMode.MANAGED,
                directory,
                new BooksSettings(policy, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                watch,
                Optional.empty(),
                "127.0.0.1",
                0);
        ClusterController made = new ClusterController(
                config,
                registration -> nodes.get(registration.name()),
                new FakeIdentity(),
                plane,
                Optional.empty(),
                lease,
                clock,
                new Random(1),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        made.start();
        return made;
    }

    void restart() throws Exception {
        controller.stop();
        controller = start();
    }

    void run(InstanceSpec... specs) {
        controller.service().runInstances(REQUEST, List.of(specs));
    }

    void terminate(InstanceId id, long generation) {
        controller.service().terminateInstances(REQUEST, List.of(new InstanceRef(id, generation)));
    }

    FakeNode node(int number) {
        return nodes.get(Samples.node(number));
    }

    Optional<ObservedInstance> instance(InstanceId id) {
        return controller.service().describeInstances(REQUEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst();
    }

    NodeStatus status(NodeName name) {
        return controller.service().describeNodes(REQUEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    ObservedInstance await(InstanceId id, InstancePhase phase) throws InterruptedException {
        Eventually.until(id + " is " + phase, () -> instance(id), () -> instance(id)
                .filter(seen -> seen.phase() == phase)
                .isPresent());
        return instance(id).orElseThrow();
    }

    void awaitHealth(NodeName name, Health health) throws InterruptedException {
        Eventually.until(
                name + " is " + health, () -> status(name), () -> status(name).health() == health);
    }

    void close() throws Exception {
        controller.stop();
    }
}
