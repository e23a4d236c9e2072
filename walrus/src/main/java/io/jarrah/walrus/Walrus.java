package io.jarrah.walrus;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.WalrusService;
import io.jarrah.common.db.Database;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.http.HttpServer;
import io.jarrah.common.http.OpsServer;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.jarrah.walrus.auth.RequestAuthenticator;
import io.jarrah.walrus.blob.FileBlobStore;
import io.jarrah.walrus.db.WalrusEntities;
import io.jarrah.walrus.http.S3Handler;
import io.jarrah.walrus.http.S3Refusals;
import io.jarrah.walrus.http.S3Routes;
import io.jarrah.walrus.reconcile.BlobSweep;
import io.jarrah.walrus.store.Buckets;
import io.jarrah.walrus.store.ContentLeases;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Storage;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The S3 service as a whole. */
public final class Walrus implements Service {
    private static final Duration SWEEP_EVERY = Duration.ofHours(6);

    private final FileBlobStore blobs;
    private final HttpServer s3;
    private final OpsServer ops;
    private final ObjectDescriptions internal;
    private final ServiceGroup services;

    /**
     * Opens the blob store, which takes its lock and empties what interrupted uploads left; everything else begins with
     * {@link #start}.
     *
     * @param identity whom to ask for signing keys
     */
    public Walrus(
            WalrusConfig config,
            IdentityService identity,
            InstantSource clock,
            RandomGenerator random,
            PrometheusMeterRegistry metrics)
            throws IOException {
        Files.createDirectories(config.directory());
        this.blobs = FileBlobStore.open(config.directory().resolve("objects"), config.reserveBytes(), random);
        Database database =
                new Database(config.database(), WalrusEntities.MIGRATIONS, WalrusEntities.ALL, random, metrics);
        ContentLeases leases = new ContentLeases();
        Storage storage = new Storage(database, blobs, leases, clock, random);
        this.internal = new ObjectDescriptions(new Buckets(storage), new Objects(storage));
        ReconcileLoop<String> sweep = new ReconcileLoop<>(
                "blobs",
                new BlobSweep(blobs, database, leases, metrics),
                new ReconcileLoop.Options(1, SWEEP_EVERY, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                blobs::partitions,
                metrics);
        S3XmlCodec codec = new S3XmlCodec();
        S3Handler handler = new S3Handler(
                S3Routes.router(storage, codec, config.region()),
                new RequestAuthenticator(identity, clock),
                codec,
                config.domain(),
                config.region(),
                random,
                metrics);
        this.s3 = new HttpServer("walrus-s3", config.http(), handler, new S3Refusals(codec));
        this.ops = new OpsServer(
                config.opsHost(),
                config.opsPort(),
                "walrus",
                List.of(HealthCheck.of("room", blobs::problem), new DatabaseCheck(database)),
                metrics);
        this.services = new ServiceGroup("walrus", List.of(database, sweep, s3, ops));
    }

    @Override
    public String name() {
        return "walrus";
    }

    @Override
    public void start() throws Exception {
        boolean started = false;
        try {
            services.start();
            started = true;
        } finally {
            if (!started) {
                blobs.close();
            }
        }
    }

    @Override
    public void stop() throws Exception {
        try {
            services.stop();
        } finally {
            blobs.close();
        }
    }

    /** Where S3 is served, once started. */
    public URI s3Uri() {
        return s3.uri();
    }

    /** Where health and metrics are, once started. */
    public URI opsUri() {
        return ops.uri();
    }

    /** What the cloud controller may ask. */
    public WalrusService internalService() {
        return internal;
    }

    private record DatabaseCheck(Database database) implements HealthCheck {
        @Override
        public String name() {
            return "database";
        }

        @Override
        public Optional<String> problem() {
            try {
                database.read(
                        session -> session.createNativeQuery("select count(*) from bucket where 1 = 0", Long.class)
                                .getSingleResult());
                return Optional.empty();
            } catch (jakarta.persistence.PersistenceException | io.jarrah.common.db.DatabaseStoppedException e) {
                return Optional.of("cannot be read: " + e.getMessage());
            }
        }
    }
}
