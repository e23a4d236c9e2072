package io.jarrah.cc;

import io.jarrah.cc.books.Books;
import io.jarrah.cc.books.ClusterBooks;
import io.jarrah.cc.books.NodeBooks;
import io.jarrah.cc.dns.NameServer;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.metadata.MetadataHandler;
import io.jarrah.cc.network.NetworkPlane;
import io.jarrah.cc.reconcile.Correlations;
import io.jarrah.cc.reconcile.NameReconciler;
import io.jarrah.cc.reconcile.NetworkReconciler;
import io.jarrah.cc.reconcile.NodeClients;
import io.jarrah.cc.reconcile.NodeReconciler;
import io.jarrah.cc.reconcile.NodeWatches;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.http.HttpServer;
import io.jarrah.common.http.OpsServer;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.jarrah.common.reconcile.Result;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One cluster's controller, without the SOAP server that publishes {@link #service()}. Starting it applies the network
 * that is on disk and watches the nodes that are on disk, before the cloud controller says anything. One of two does so
 * while it holds the lease, and has no part in the cluster else.
 */
public final class ClusterController implements Service {
    private static final int NODE_WORKERS = 32;
    private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration RESYNC = Duration.ofSeconds(10);

    /** What somebody breaks in the network is repaired within ten seconds: a look at the largest takes three. */
    private static final Duration DRIFT = Duration.ofSeconds(6);

    private final Books books;
    private final ClusterBooks clusterBooks;
    private final Lease lease;
    private final LocalClusterService service;
    private final Optional<HttpServer> relay;
    private final OpsServer ops;
    private final ServiceGroup group;

    /**
     * Reads the books; nothing runs yet.
     *
     * @param nodes makes the client of a registered node
     * @param identity the cloud controller, for metadata
     * @param plane the cluster's network
     * @param names resolves the instances' names; empty for a cluster without a name server
     * @param lease whether this controller is in charge of the cluster
     * @param random a secure one
     */
    public ClusterController(
            ClusterControllerConfig config,
            Function<NodeRegistration, NodeService> nodes,
            IdentityService identity,
            NetworkPlane plane,
            Optional<NameServer> names,
            Lease lease,
            InstantSource clock,
            RandomGenerator random,
            PrometheusMeterRegistry metrics) {
        ConnectedWakeUps wakeUps = new ConnectedWakeUps();
        this.books = new Books(config.books(), config.directory(), clock, wakeUps);
        this.clusterBooks = new ClusterBooks(books);
        this.lease = lease;
        NodeBooks nodeBooks = new NodeBooks(books, plane::tunnelAddress);
        NodeClients clients = new NodeClients(nodes);
        Correlations correlations = new Correlations();
        this.service = new LocalClusterService(
                clusterBooks, config.mode(), clients, correlations, plane::tunnelAddress, lease);
        NodeWatches watches = new NodeWatches(nodeBooks, clients, config.watch());
        ClusterMetrics.register(clusterBooks, lease, metrics);

        ClusterName cluster = config.cluster();
        Supplier<Collection<ClusterName>> itself = () -> List.of(cluster);
        Supplier<Collection<NodeName>> allNodes = () ->
                nodeBooks.registrations().stream().map(NodeRegistration::name).toList();
        ReconcileLoop<ClusterName> watchLoop =
                new ReconcileLoop<>("watches", watches, options(1, RESYNC), itself, metrics);
        ReconcileLoop<NodeName> nodeLoop = new ReconcileLoop<>(
                "node",
                new NodeReconciler(nodeBooks, clients, correlations, lease),
                options(NODE_WORKERS, RESYNC),
                allNodes,
                metrics);
        ReconcileLoop<ClusterName> networkLoop = new ReconcileLoop<>(
                "network", new NetworkReconciler(clusterBooks, plane, lease), options(1, DRIFT), itself, metrics);
        ReconcileLoop<ClusterName> tickLoop = tickLoop(nodeBooks, itself, metrics);
        Optional<ReconcileLoop<ClusterName>> nameLoop = names.map(server -> new ReconcileLoop<>(
                "names", new NameReconciler(clusterBooks, server, lease), options(1, DRIFT), itself, metrics));
        Runnable network = () -> {
            networkLoop.wakeUp(cluster);
            nameLoop.ifPresent(loop -> loop.wakeUp(cluster));
        };
        wakeUps.connect(nodeLoop::wakeUp, network, () -> watchLoop.wakeUp(cluster));
        lease.connect(clusterBooks::newTerm, () -> {
            network.run();
            allNodes.get().forEach(nodeLoop::wakeUp);
        });

        this.relay = config.relay()
                .map(http -> new HttpServer(
                        "metadata", http, metadata(clusterBooks, lease, identity, cluster, clock, random)));
        this.ops = new OpsServer(
                config.opsHost(), config.opsPort(), "cc", checks(clusterBooks, plane, names, lease), metrics);
        List<Service> parts = new ArrayList<>(lease.first());
        parts.add(plane);
        relay.ifPresent(parts::add);
        names.ifPresent(parts::add);
        nameLoop.ifPresent(parts::add);
        parts.addAll(List.of(networkLoop, nodeLoop, watches, watchLoop, tickLoop, ops));
        parts.addAll(lease.last());
        this.group = new ServiceGroup("cc", parts);
    }

    private static ReconcileLoop<ClusterName> tickLoop(
            NodeBooks books, Supplier<Collection<ClusterName>> itself, PrometheusMeterRegistry metrics) {
        return new ReconcileLoop<>(
                "tick",
                key -> {
                    books.tick();
                    return Result.done();
                },
                options(1, TICK),
                itself,
                metrics);
    }

    private static MetadataHandler metadata(
            ClusterBooks books,
            Lease lease,
            IdentityService identity,
            ClusterName cluster,
            InstantSource clock,
            RandomGenerator random) {
        return new MetadataHandler(
                () -> books.network().filter(document -> lease.held()).orElse(NetworkDocument.EMPTY),
                identity,
                cluster,
                clock,
                random);
    }

    private static ReconcileLoop.Options options(int workers, Duration resync) {
        return new ReconcileLoop.Options(workers, resync, MIN_BACKOFF, MAX_BACKOFF);
    }

    private static List<HealthCheck> checks(
            ClusterBooks books, NetworkPlane plane, Optional<NameServer> names, Lease lease) {
        List<HealthCheck> checks = new ArrayList<>(List.of(
                nodeCheck(books),
                HealthCheck.of("network", plane::problem),
                HealthCheck.of("network document", books::networkProblem),
                HealthCheck.of("lease", lease::problem)));
        names.map(NameServer::check).ifPresent(checks::add);
        return checks;
    }

    private static HealthCheck nodeCheck(ClusterBooks books) {
        return HealthCheck.of("nodes", () -> {
            boolean one = books.nodes().stream().anyMatch(node -> node.health() == Health.OK);
            return one ? Optional.empty() : Optional.of("no node can take instances; see tools/admin node list");
        });
    }

    @Override
    public String name() {
        return "cc";
    }

    /** A controller that is one of two begins with nothing but what it was told of the network and the nodes. */
    @Override
    public void start() throws Exception {
        if (lease.shared()) {
            clusterBooks.newTerm();
        }
        group.start();
    }

    /** Guests and their network go on; long polls are answered. */
    @Override
    public void stop() throws Exception {
        group.stop();
        books.close();
    }

    /** What the cloud controller calls. */
    public ClusterService service() {
        return service;
    }

    /** Answers every long poll now: to be called before the server that publishes the service stops. */
    public void endLongPolls() {
        books.endLongPolls();
    }

    /** Where the metadata relay listens, once started. */
    public Optional<URI> relayUri() {
        return relay.map(HttpServer::uri);
    }

    /** Where health and metrics are, once started. */
    public URI opsUri() {
        return ops.uri();
    }
}
