package io.jarrah.cloud;

import io.jarrah.cc.ClusterController;
import io.jarrah.cc.ClusterControllerConfig;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.network.SimulatedNetworkPlane;
import io.jarrah.clc.Clc;
import io.jarrah.clc.ClcConfig;
import io.jarrah.clc.ClientWrappers;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.network.FlatPlan;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.db.DatabaseConfig;
import io.jarrah.common.http.HttpServerConfig;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.join.Member;
import io.jarrah.common.join.MemberConfig;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.Together;
import io.jarrah.common.soap.ExpectedPeer;
import io.jarrah.nc.NodeController;
import io.jarrah.nc.NodeControllerConfig;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.simulated.SimulatedHypervisor;
import io.jarrah.sc.StorageController;
import io.jarrah.sc.StorageControllerConfig;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.simulated.SimulatedBackend;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.jarrah.walrus.Walrus;
import io.jarrah.walrus.WalrusConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Five services in one JVM, joined by token and talking signed SOAP over the loopback, as five processes would; only the
 * hypervisor and the network are simulated. Each service can be stopped and started over its state on its own.
 */
public final class InProcessCloud implements Service {
    /** The region of such a cloud. */
    public static final String REGION = "us-east-1";

    private static final long VOLUMES_BYTES = 1L << 50;
    private static final String LOCAL = "127.0.0.1";
    private static final Duration NODES_WITHIN = Duration.ofMinutes(1);

    /** A simulated host is large, so that few of them hold thousands of instances. */
    private static final HostResources HOST = new HostResources(1024, 1 << 21);

    private static final Capacity OFFER = new Capacity(1024, 1 << 21, 200_000);

    private final CloudOptions options;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Part<Clc> clc;
    private final Part<MemberService<Walrus>> walrus;
    private final Map<String, Part<?>> members = new LinkedHashMap<>();

    /** Nothing runs before {@link #start}. */
    public InProcessCloud(CloudOptions options, InstantSource clock) throws IOException {
        this.options = options;
        this.clock = clock;
        KeptPorts ports = new KeptPorts(options.state().resolve("ports"), new FreePorts(random));
        int s3Port = options.s3Port() == 0 ? ports.of("s3") : options.s3Port();
        int apiPort = options.apiPort() == 0 ? ports.of("api") : options.apiPort();
        ClcConfig clcConfig = clcConfig(apiPort, ports.of("clc"), s3Port);
        this.clc = new Part<>(
                "clc",
                () -> new Clc(
                        clcConfig,
                        clock,
                        random,
                        metrics(),
                        new ClientWrappers(options.clusters(), options.storage())));
        int walrusPort = ports.of("walrus");
        this.walrus = new Part<>("walrus", () -> walrus(s3Port, walrusPort));
        members.put("walrus", walrus);
        int ccPort = ports.of("cc");
        members.put("cc", new Part<>("cc", () -> clusterController(ccPort)));
        int scPort = ports.of("sc");
        members.put("sc", new Part<>("sc", () -> storageController(scPort)));
        for (int i = 1; i <= options.nodes(); i++) {
            String name = "nc" + i;
            int port = ports.of(name);
            members.put(name, new Part<>(name, () -> nodeController(name, port)));
        }
    }

    private ClcConfig clcConfig(int apiPort, int internalPort, int s3Port) {
        Path state = directory("clc");
        return new ClcConfig(
                state,
                DatabaseConfig.embedded(state.resolve("db")),
                LOCAL,
                apiPort,
                internalPort,
                LOCAL,
                0,
                LOCAL,
                REGION,
                Optional.empty(),
                Optional.empty(),
                s3Port,
                options.site().<NetworkPlan>map(FlatPlan::new).orElseGet(ClcConfig::localNetwork),
                options.site()
                        .map(site -> PublicAddressPlan.flat(new FlatPlan(site).mode()))
                        .orElse(PublicAddressPlan.NONE),
                ConfigDrives.AUTO,
                VolumeQuota.USUAL);
    }

    private static PrometheusMeterRegistry metrics() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    private Path directory(String name) {
        return options.state().resolve(name);
    }

    private Member member(ComponentRole role, String name, int port, PrometheusMeterRegistry metrics)
            throws IOException, InterruptedException {
        MemberConfig config = new MemberConfig(
                role,
                directory(name),
                Optional.of(clc.get().joinUri()),
                Optional.of(directory(name).resolve("join-token")),
                LOCAL,
                port,
                LOCAL);
        return Member.open(config, clock, random, metrics);
    }

    private MemberService<Walrus> walrus(int s3Port, int port) throws IOException, InterruptedException {
        PrometheusMeterRegistry metrics = metrics();
        Member member = member(ComponentRole.WALRUS, "walrus", port, metrics);
        Path data = directory("walrus").resolve("data");
        WalrusConfig local = WalrusConfig.local(data);
        WalrusConfig config = new WalrusConfig(
                data,
                local.database(),
                WalrusConfig.limits(HttpServerConfig.of(LOCAL, s3Port)),
                LOCAL,
                0,
                "",
                REGION,
                local.reserveBytes());
        Walrus service = new Walrus(config, member.identity(), clock, random, metrics);
        return new MemberService<>(member, service, member.server().publish(service.internalService()));
    }

    private MemberService<ClusterController> clusterController(int port) throws IOException, InterruptedException {
        PrometheusMeterRegistry metrics = metrics();
        Member member = member(ComponentRole.CC, "cc", port, metrics);
        ClusterController service = new ClusterController(
                ClusterControllerConfig.simulated(new ClusterName(CloudOptions.CLUSTER), directory("cc"))
                        .withMode(options.mode()),
                node -> options.nodeClients().apply(nodeClient(member, node)),
                member.identity(),
                options.planes().map(planes -> planes.cluster().get()).orElseGet(SimulatedNetworkPlane::new),
                Optional.empty(),
                Lease.ALONE,
                clock,
                random,
                metrics);
        return new MemberService<>(member, service, member.server().publish(service.service()));
    }

    private static NodeService nodeClient(Member member, NodeRegistration node) {
        return member.clients()
                .node(node.endpoint(), ExpectedPeer.certificate(ComponentRole.NC, node.certificateSha256()));
    }

    private MemberService<StorageController> storageController(int port) throws IOException, InterruptedException {
        PrometheusMeterRegistry metrics = metrics();
        Member member = member(ComponentRole.SC, "sc", port, metrics);
        StorageControllerConfig config = StorageControllerConfig.local(directory("sc"));
        StorageController service = StorageController.simulated(
                config,
                new SimulatedBackend(config.volumes(), VOLUMES_BYTES),
                new SimulatedExporter(new Portal(LOCAL, config.iscsiPort())),
                clock,
                metrics);
        return new MemberService<>(member, service, member.server().publish(service.service()));
    }

    private MemberService<NodeController> nodeController(String name, int port)
            throws IOException, InterruptedException {
        PrometheusMeterRegistry metrics = metrics();
        Member member = member(ComponentRole.NC, name, port, metrics);
        NodeController service = NodeController.simulated(
                NodeControllerConfig.of(new NodeName(name), directory(name))
                        .withMode(options.mode(), "br0")
                        .withOffer(OFFER),
                new SimulatedHypervisor(options.timing(), HOST, clock, new Random()),
                options.timing(),
                options.planes().map(planes -> planes.node().apply(name)),
                true,
                clock,
                new Random(),
                metrics);
        return new MemberService<>(member, service, member.server().publish(service.service()));
    }

    @Override
    public String name() {
        return "cloud";
    }

    @Override
    public void start() throws Exception {
        clc.start();
        Registrar registrar = new Registrar(clc.get(), clock, random);
        registrar.register(ComponentRole.WALRUS, "walrus", Optional.empty(), directory("walrus"));
        Optional<ClusterName> cluster = Optional.of(new ClusterName(CloudOptions.CLUSTER));
        registrar.register(ComponentRole.CC, "cc", cluster, directory("cc"));
        registrar.register(ComponentRole.SC, "sc", cluster, directory("sc"));
        for (int i = 1; i <= options.nodes(); i++) {
            registrar.register(ComponentRole.NC, "nc" + i, cluster, directory("nc" + i));
        }
        new Together("members", List.copyOf(members.values())).start();
    }

    @Override
    public void stop() throws Exception {
        List<Part<?>> parts = new ArrayList<>(members.values());
        for (Part<?> part : parts.reversed()) {
            part.stop();
        }
        clc.stop();
    }

    /** Stops one service: clc, walrus, cc, sc, nc1 and so on. */
    public void stop(String service) throws Exception {
        part(service).stop();
    }

    /** Starts a stopped service over its state. */
    public void start(String service) throws Exception {
        part(service).start();
    }

    private Part<?> part(String service) {
        Part<?> part = service.equals("clc") ? clc : members.get(service);
        if (part == null) {
            throw new IllegalArgumentException("there is no service " + service);
        }
        return part;
    }

    /** Where EC2, IAM and STS answer. */
    public URI ec2Url() {
        return clc.get().apiUri();
    }

    /** Where S3 answers. */
    public URI s3Url() {
        return walrus.get().service().s3Uri();
    }

    /** Every port on which a stranger can knock: the public APIs and the SOAP services. */
    public List<URI> endpoints() {
        List<URI> endpoints =
                new ArrayList<>(List.of(ec2Url(), s3Url(), clc.get().joinUri()));
        clc.get().wiring().components().published().forEach(component -> endpoints.add(component.endpoint()));
        return List.copyOf(endpoints);
    }

    /** The cloud administrator's access key. */
    public CloudCredentials credentials() throws IOException {
        return CloudCredentials.read(clc.get().credentialsFile());
    }

    /** The id of an image to launch, uploaded and registered when the cloud does not have it yet. */
    public String sampleImage() throws IOException, InterruptedException {
        try (SignedUrls user = new SignedUrls(ec2Url(), s3Url(), REGION, credentials(), clock)) {
            return new SampleImage(user).ensure();
        }
    }

    /** Returns once the cloud controller knows every node and its room: a launch before that would find none. */
    public void awaitNodes() throws InterruptedException {
        ClusterName cluster = new ClusterName(CloudOptions.CLUSTER);
        long deadline = System.nanoTime() + NODES_WITHIN.toNanos();
        List<NodeStatus> nodes = clc.get().nodes(cluster);
        while (nodes.stream().filter(node -> node.health() == Health.OK).count() < options.nodes()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "not all " + options.nodes() + " nodes were heard within " + NODES_WITHIN + ": " + nodes);
            }
            Thread.sleep(10);
            nodes = clc.get().nodes(cluster);
        }
    }

    /** New clients of this cloud for the cloud administrator. */
    public CloudClients clients() throws IOException {
        return new CloudClients(ec2Url(), s3Url(), REGION, credentials());
    }
}
