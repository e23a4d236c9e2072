package io.jarrah.clc;

import io.jarrah.clc.account.MasterKey;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.ImageLinks;
import io.jarrah.clc.image.NewImage;
import io.jarrah.clc.instance.LaunchQuota;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.network.SlicedPlan;
import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.testing.FakeCluster;
import io.jarrah.clc.testing.FakeObjectStore;
import io.jarrah.clc.testing.FakeStorage;
import io.jarrah.clc.testing.SettableClock;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.testing.TestingDatabase;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.clc.zone.RegionInfo;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.net.Wiring;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** The cloud controller's rows and actions with one fake cluster, no front end and, unless started, no threads. */
public final class TestingCloud implements AutoCloseable {
    public static final ClusterName ZONE = new ClusterName("zone1");
    public static final List<NodeName> NODES = List.of(new NodeName("n1"), new NodeName("n2"));
    public static final Capacity NODE = new Capacity(2048, 32 * 1024, 10_000);
    public static final NetworkPlan PLAN = new SlicedPlan("172.16.0.0/12", 2048, 2, Wiring.VXLAN.maxSegment(), 1450);
    public static final ImageLinks LINKS = (bucket, key, now) ->
            URI.create("http://walrus.test/" + bucket + "/" + key + "?at=" + now.getEpochSecond());

    /** What an account may have. */
    public static final VolumeQuota VOLUMES = new VolumeQuota(200, 5_000, 30);

    /** All mapped classes. */
    public static final List<Class<?>> ENTITIES = Stream.concat(
                    ApiWiring.ENTITIES.stream(), InstanceWiring.ENTITIES.stream())
            .toList();

    public final SettableClock clock = new SettableClock(TestingCalls.NOW);
    public final FakeCluster cluster = new FakeCluster(clock, NODE, NODES);
    public final FakeStorage storage = new FakeStorage(clock, 10_000);
    public final FakeObjectStore objects = new FakeObjectStore();
    public final TestingDatabase rows;
    public final Database database;
    public final InstanceWiring wiring;
    public final ActionTable table;
    public final ApiWiring api;
    public final NetworkPlan plan;

    public TestingCloud() {
        this(LaunchQuota.UNLIMITED);
    }

    public TestingCloud(LaunchQuota quota) {
        this(quota, name -> null);
    }

    /** With {@code services} null for the name, the fake cluster itself answers. */
    public TestingCloud(LaunchQuota quota, ClusterServices services) {
        this(quota, services, PublicAddressPlan.NONE, TestingDatabase.with(ENTITIES));
    }

    /** With public addresses to give. */
    public TestingCloud(PublicAddressPlan addresses) {
        this(LaunchQuota.UNLIMITED, name -> null, addresses, TestingDatabase.with(ENTITIES));
    }

    /** With public addresses to give, over a database that was used before: the process came up again. */
    public TestingCloud(PublicAddressPlan addresses, Path database) {
        this(LaunchQuota.UNLIMITED, name -> null, addresses, TestingDatabase.in(database, ENTITIES));
    }

    /** With networks of that plan. */
    public TestingCloud(NetworkPlan plan, PublicAddressPlan addresses, ConfigDrives configDrives) {
        this(LaunchQuota.UNLIMITED, name -> null, addresses, plan, configDrives, TestingDatabase.with(ENTITIES));
    }

    private TestingCloud(
            LaunchQuota quota, ClusterServices services, PublicAddressPlan addresses, TestingDatabase rows) {
        this(quota, services, addresses, PLAN, ConfigDrives.AUTO, rows);
    }

    private TestingCloud(
            LaunchQuota quota,
            ClusterServices services,
            PublicAddressPlan addresses,
            NetworkPlan plan,
            ConfigDrives configDrives,
            TestingDatabase rows) {
        this.rows = rows;
        this.plan = plan;
        database = rows.get();
        api = new ApiWiring(database, masterKey(), new RegionInfo("us-east-1", "127.0.0.1:8773"), new SecureRandom());
        wiring = new InstanceWiring(
                database,
                api,
                plan,
                addresses,
                configDrives,
                new InstanceWiring.Ports(
                        directory(),
                        name -> Optional.ofNullable(services.of(name)).orElse(cluster),
                        (correlation, zone, id) -> cluster.getConsoleOutput(correlation, id),
                        objects,
                        LINKS,
                        storageControllers()),
                quota,
                VOLUMES,
                new ClusterObserver.Options(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ZERO,
                        Duration.ofMillis(50)),
                clock,
                new Random(7),
                new SimpleMeterRegistry());
        ActionTable.Builder ec2 = ActionTable.of(Api.EC2);
        wiring.addTo(ec2);
        api.addTo(ec2, wiring.taggable(clock));
        table = ec2.build(name -> false);
        zone(ZONE, NODES);
    }

    private static MasterKey masterKey() {
        try {
            Path directory = Files.createTempDirectory("clc-test");
            Path file = directory.resolve("master.key");
            MasterKey key = MasterKey.load(file, new SecureRandom());
            Files.delete(file);
            Files.delete(directory);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One registered cluster with its nodes. */
    public static ClusterDirectory directory() {
        return new ClusterDirectory() {
            @Override
            public List<ClusterName> clusters() {
                return List.of(ZONE);
            }

            @Override
            public List<NodeRegistration> nodes(ClusterName name) {
                return NODES.stream()
                        .map(node ->
                                new NodeRegistration(node, URI.create("https://" + node + ":8775/"), "0".repeat(64)))
                        .toList();
            }
        };
    }

    /** The storage controller of {@link #ZONE}. */
    private StorageControllers storageControllers() {
        return storageControllers(storage);
    }

    /** That one as the storage controller of {@link #ZONE}. */
    public static StorageControllers storageControllers(StorageService service) {
        return new StorageControllers() {
            @Override
            public List<ClusterName> zones() {
                return List.of(ZONE);
            }

            @Override
            public StorageService of(ClusterName zone) {
                return service;
            }
        };
    }

    /** A zone with its cluster and nodes, all of them well. */
    public final void zone(ClusterName zone, List<NodeName> nodes) {
        List<NodeStatus> statuses = nodes.stream()
                .map(node -> new NodeStatus(node, Health.OK, "", clock.instant(), "simulated", NODE, NODE))
                .toList();
        database.write(session -> {
            api.zones().ensure(session, zone, clock.instant());
            Clusters.observeNodes(session, zone, statuses, true, clock.instant());
            return Clusters.ensure(session, zone, clock.instant()).heard(Health.OK, "", clock.instant());
        });
    }

    /** Executes an action, as the front end would after authorising it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <R> R call(AccountId account, Object request) {
        String action = request.getClass().getSimpleName().replace("Request", "");
        return (R) table.find(action).execute(context(account, action), request);
    }

    /** Executes an action as {@link TestingCalls#ALICE}. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <R> R call(Object request) {
        return call(TestingCalls.ALICE, request);
    }

    public CallContext context(AccountId account, String action) {
        return context(TestingCalls.root(account), action);
    }

    public CallContext context(VerifiedPrincipal principal, String action) {
        return new CallContext(principal, Correlation.random(), clock.instant(), "us-east-1", action);
    }

    /** An image that is available, owned by that account. */
    public ImageId image(AccountId account, boolean open) {
        return image(ImageId.Kind.AMI, account, open, Optional.empty());
    }

    public ImageId image(ImageId.Kind kind, AccountId account, boolean open, Optional<ImageId> kernel) {
        ImageId id = ImageId.random(kind, new SecureRandom());
        database.write(session -> {
            ImageEntity row = new ImageEntity(new NewImage(
                    id,
                    account,
                    Optional.of("image " + id),
                    "",
                    "x86_64",
                    "hvm",
                    "images",
                    id.value(),
                    kernel,
                    Optional.empty(),
                    "/dev/sda1",
                    open,
                    clock.instant()));
            row.describedAs(
                    new ObjectDescription(1 << 20, "a".repeat(64), "e", Instant.EPOCH), ImageSource.Format.QCOW2);
            session.persist(row);
            return id;
        });
        return id;
    }

    /** Runs one instance of {@link TestingCalls#ALICE} in that group. */
    public InstanceId run(ImageId image, ClusterName zone, String group) {
        RunInstancesResponse answer = call(RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(1)
                .maxCount(1)
                .placement(placement -> placement.availabilityZone(zone.value()))
                .securityGroupIds(group)
                .build());
        return new InstanceId(answer.instances().getFirst().instanceId());
    }

    /** A registered controller of {@link #ZONE}. */
    public static Component controller(String name) {
        return new Component(
                ComponentRole.CC,
                name,
                Optional.of(ZONE),
                URI.create("https://" + name + ".test:8774/"),
                name.repeat(64).substring(0, 64),
                false);
    }

    /** Every network, by segment. */
    public List<NetworkEntity> networks() {
        return database.read(
                session -> session.createSelectionQuery("from NetworkEntity order by segment", NetworkEntity.class)
                        .getResultList());
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
