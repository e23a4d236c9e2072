package io.jarrah.clc;

import io.jarrah.clc.account.MasterKey;
import io.jarrah.clc.account.SystemKey;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.component.Components;
import io.jarrah.clc.component.JoinStore;
import io.jarrah.clc.identity.CloudIdentity;
import io.jarrah.clc.instance.LaunchQuota;
import io.jarrah.clc.metadata.IdentitySigner;
import io.jarrah.clc.metadata.InstanceMetadataReader;
import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.zone.RegionInfo;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.db.Database;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.http.OpsServer;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.join.JoinHandler;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.lifecycle.Together;
import io.jarrah.common.soap.Contract;
import io.jarrah.common.soap.SoapClients;
import io.jarrah.common.soap.SoapServer;
import io.jarrah.common.soap.SoapServerConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hibernate.exception.JDBCConnectionException;

/** A cloud controller: everything it is made of, wired. It starts in the order of {@link #services} and stops in reverse. */
public final class Clc implements Service {
    private final ClcConfig config;
    private final InstantSource clock;
    private final Database database;
    private final Trust trust;
    private final ApiWiring wiring;
    private final CloudIdentity identity;
    private final SoapClients clients;
    private final InstanceWiring instances;
    private final SoapServer soap;
    private final PublicApi api;
    private final OpsServer ops;
    private final ServiceGroup group;

    /**
     * Builds it; nothing listens before {@link #start}.
     *
     * @throws IOException when the master key cannot be read
     */
    public Clc(ClcConfig config, InstantSource clock, SecureRandom random, PrometheusMeterRegistry metrics)
            throws IOException {
        this(config, clock, random, metrics, ClientWrappers.NONE);
    }

    /**
     * The same for tests.
     *
     * @param wrappers make other services fail
     */
    public Clc(
            ClcConfig config,
            InstantSource clock,
            SecureRandom random,
            PrometheusMeterRegistry metrics,
            ClientWrappers wrappers)
            throws IOException {
        this.config = config;
        this.clock = clock;
        this.database =
                new Database(config.database(), "db/migration/clc", entities(), RandomGenerator.getDefault(), metrics);
        this.trust = Trust.load(config.state(), config.advertisedHost(), clock, random);
        MasterKey masterKey = MasterKey.load(config.state().resolve("master-key"), random);
        String endpoint = config.ec2Url().map(URI::getHost).orElse(config.advertisedHost());
        this.wiring = new ApiWiring(database, masterKey, new RegionInfo(config.region(), endpoint), random);
        Components components = wiring.components();
        SystemKey systemKey = new SystemKey(masterKey, wiring.accounts());
        this.clients = new SoapClients(trust.keys(), components::published, metrics);
        Gateways gateways = new Gateways(config, components::published, clients, wrappers, systemKey, clock);
        this.instances = new InstanceWiring(
                database,
                wiring,
                config.network(),
                config.publicAddresses(),
                config.configDrives(),
                gateways.ports(),
                LaunchQuota.UNLIMITED,
                config.volumeQuota(),
                ClusterObserver.Options.USUAL,
                clock,
                random,
                metrics);
        // Made when a guest first asks: a key of RSA takes longer than the rest of the start.
        IdentitySigner signer = new IdentitySigner(config.state(), clock, random);
        InstanceMetadataReader metadata = new InstanceMetadataReader(
                database, wiring.tags(), config.region(), config.network(), signer::get, clock);
        this.identity = new CloudIdentity(
                wiring.accessKeys(),
                systemKey,
                components,
                (correlation, cluster, network, sourceIp) -> metadata.read(cluster, network, sourceIp),
                clock);
        this.soap = new SoapServer(
                        SoapServerConfig.of(config.bind(), config.internalPort(), config.advertisedHost()),
                        trust.keys(),
                        components::published,
                        metrics,
                        clock)
                .publishIdentity(identity::calledBy)
                .handle(JoinHandler.PATH, new JoinHandler(trust.authority(), new JoinStore(components, clock), clock));
        this.api = new PublicApi(
                config,
                wiring,
                instances::addTo,
                instances::addToAdmin,
                instances.taggable(clock),
                trust.authority().fingerprint(),
                clock,
                metrics);
        this.ops = new OpsServer(config.opsBind(), config.opsPort(), "clc", List.of(new DatabaseCheck()), metrics);
        this.group = new ServiceGroup("clc", services());
    }

    private static List<Class<?>> entities() {
        List<Class<?>> all = new ArrayList<>(ApiWiring.ENTITIES);
        all.addAll(InstanceWiring.ENTITIES);
        return all;
    }

    private List<Service> services() {
        List<Service> all = new ArrayList<>(List.of(
                new Together(
                        "database and soap",
                        List.of(database, soap.endpoints(), clients.prepared(Contract.CLUSTER, Contract.WALRUS))),
                new FirstStart(),
                soap,
                new Registration()));
        all.addAll(instances.services());
        all.add(api);
        all.add(ops);
        return all;
    }

    @Override
    public String name() {
        return "clc";
    }

    @Override
    public void start() throws Exception {
        group.start();
    }

    @Override
    public void stop() throws Exception {
        group.stop();
        clients.close();
    }

    /** SHA-256 of the certificate authority's certificate, which join tokens name. */
    public String authorityFingerprint() {
        return trust.authority().fingerprint();
    }

    /** Where the public API answers, once started. */
    public URI apiUri() {
        return api.uri();
    }

    /** Where the identity service answers other components, once started. */
    public URI identityUri() {
        return soap.endpoint();
    }

    /** Where components join, once started. */
    public URI joinUri() {
        return soap.uri(JoinHandler.PATH);
    }

    /** Where health and metrics are, once started. */
    public URI opsUri() {
        return ops.uri();
    }

    /** The file with the cloud administrator's first access key. */
    public Path credentialsFile() {
        return config.credentialsFile();
    }

    /** The identity service itself, for callers in the same JVM. */
    public IdentityService identity() {
        return identity;
    }

    /** Accounts, keys, components, for callers in the same JVM. */
    public ApiWiring wiring() {
        return wiring;
    }

    /** The nodes of a cluster as last heard, for callers in the same JVM. */
    public List<NodeStatus> nodes(ClusterName cluster) {
        return database.read(session -> Clusters.nodes(session, cluster));
    }

    /** What has to be in the database before anybody is served. */
    private final class FirstStart implements Service {
        @Override
        public String name() {
            return "first-start";
        }

        @Override
        public void start() throws IOException {
            wiring.accessKeys().ensureCloudAdministrator(config.credentialsFile(), clock.instant());
            wiring.components().refresh();
        }

        @Override
        public void stop() {
            // Nothing runs.
        }
    }

    /** Puts the cloud controller itself into the registry once its endpoint is known; ends the long polls before the server stops. */
    private final class Registration implements Service {
        @Override
        public String name() {
            return "registration";
        }

        @Override
        public void start() {
            wiring.components()
                    .registerSelf(Trust.NAME, soap.endpoint(), trust.keys().fingerprint(), clock.instant());
        }

        @Override
        public void stop() {
            wiring.components().close();
        }
    }

    private final class DatabaseCheck implements HealthCheck {
        @Override
        public String name() {
            return "database";
        }

        @Override
        public Optional<String> problem() {
            try {
                database.read(session ->
                        session.createNativeQuery("values (1)", Integer.class).getSingleResult());
                return Optional.empty();
            } catch (JDBCConnectionException away) {
                return Optional.of("the database does not answer; see the log");
            }
        }
    }
}
