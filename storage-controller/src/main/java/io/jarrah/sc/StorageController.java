package io.jarrah.sc;

import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.http.OpsServer;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.backend.FileBackend;
import io.jarrah.sc.copy.Copies;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.iscsi.TgtExporter;
import io.jarrah.sc.os.TgtDaemon;
import io.jarrah.sc.snapshot.SnapshotObserver;
import io.jarrah.sc.snapshot.SnapshotOperations;
import io.jarrah.sc.snapshot.SnapshotReconciler;
import io.jarrah.sc.snapshot.SnapshotRecords;
import io.jarrah.sc.volume.VolumeCapacity;
import io.jarrah.sc.volume.VolumeChores;
import io.jarrah.sc.volume.VolumeChores.Chore;
import io.jarrah.sc.volume.VolumeGuard;
import io.jarrah.sc.volume.VolumeOperations;
import io.jarrah.sc.volume.VolumeReconciler;
import io.jarrah.sc.volume.VolumeRecords;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster's storage controller, without the SOAP server that publishes {@link #service()}. Stopping it cuts off no guest; starting it
 * again over the same directories takes over what is there.
 */
public final class StorageController implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(StorageController.class);
    private static final int WORKERS = 4;

    private final StorageControllerConfig config;
    private final BlockBackend backend;
    private final VolumeExporter exporter;
    private final VolumeRecords records;
    private final SnapshotRecords snapshots;
    private final VolumeSpace space;
    private final OpsServer ops;
    private final ServiceGroup parts;
    private final LocalStorageService service;

    private StorageController(
            StorageControllerConfig config,
            BlockBackend backend,
            VolumeExporter exporter,
            InstantSource clock,
            PrometheusMeterRegistry metrics) {
        this.config = config;
        this.backend = backend;
        this.exporter = exporter;
        this.records = new VolumeRecords(config.state().resolve("records"));
        this.snapshots = new SnapshotRecords(config.state().resolve("snapshots"));
        this.space = new VolumeSpace(backend);
        VolumeCapacity capacity = new VolumeCapacity(backend, config.overcommit(), this::promisedGib);
        VolumeGuard guard = new VolumeGuard(snapshots);
        Copies<VolumeId> volumeCopies = new Copies<>("copies to volumes");
        ReconcileLoop<VolumeId> volumes = new ReconcileLoop<>(
                "volumes",
                new VolumeReconciler(records, snapshots, guard, backend, exporter, capacity, volumeCopies, clock),
                ReconcileLoop.Options.withWorkers(WORKERS),
                records::ids,
                metrics);
        volumeCopies.onEnd(volumes::wakeUp);
        exporter.onChange(() -> records.ids().forEach(volumes::wakeUp));
        Copies<SnapshotId> snapshotCopies = new Copies<>("copies to snapshots");
        SnapshotObserver observer = new SnapshotObserver(records, backend, exporter, capacity, snapshotCopies);
        ReconcileLoop<SnapshotId> snapshotLoop = new ReconcileLoop<>(
                "snapshots",
                new SnapshotReconciler(
                        snapshots, observer, guard, backend, capacity, snapshotCopies, volumes::wakeUp, clock),
                ReconcileLoop.Options.withWorkers(WORKERS),
                snapshots::ids,
                metrics);
        snapshotCopies.onEnd(snapshotLoop::wakeUp);
        VolumeChores chores = new VolumeChores(records, snapshots, backend, exporter);
        ReconcileLoop<Chore> upkeep = new ReconcileLoop<>(
                "chores", chores, ReconcileLoop.Options.withWorkers(1), () -> EnumSet.allOf(Chore.class), metrics);
        this.service = new LocalStorageService(
                this::describe,
                records,
                new VolumeOperations(records, volumes::wakeUp, clock),
                snapshots,
                new SnapshotOperations(snapshots, snapshotLoop::wakeUp, clock));
        this.ops = ops(metrics);
        this.parts = new ServiceGroup(
                "storage controller",
                List.of(exporter, volumeCopies, snapshotCopies, volumes, snapshotLoop, upkeep, ops));
        gauges(metrics, chores);
    }

    private OpsServer ops(PrometheusMeterRegistry metrics) {
        return new OpsServer(
                config.opsHost(),
                config.opsPort(),
                "sc",
                List.of(
                        HealthCheck.of("volumes", this::spaceProblem),
                        HealthCheck.of("network", config.network()::problem),
                        HealthCheck.of("exports", exporter::problem)),
                metrics);
    }

    /** Volumes in files, exported by a tgtd of its own. */
    public static StorageController real(
            StorageControllerConfig config,
            InstantSource clock,
            RandomGenerator random,
            PrometheusMeterRegistry metrics) {
        return new StorageController(
                config,
                new FileBackend(config.volumes()),
                new TgtExporter(new TgtDaemon(config.state().resolve("tgtd")), () -> portal(config), random, clock),
                clock,
                metrics);
    }

    /** Nothing real but its records: needs no root and no programs. */
    public static StorageController simulated(
            StorageControllerConfig config,
            BlockBackend backend,
            VolumeExporter exporter,
            InstantSource clock,
            PrometheusMeterRegistry metrics) {
        return new StorageController(config, backend, exporter, clock, metrics);
    }

    /** Never all addresses of the host: volumes have a network of their own, where the site has one for them. */
    private static Optional<Portal> portal(StorageControllerConfig config) {
        boolean own = !config.network().device().isEmpty();
        return (own ? config.network().address() : address(config.host()))
                .map(address -> new Portal(address, config.iscsiPort()));
    }

    private static Optional<String> address(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (UnknownHostException e) {
            LOG.debug("{} (ADVERTISED_HOST) has no address", host, e);
            return Optional.empty();
        }
    }

    private void gauges(PrometheusMeterRegistry metrics, VolumeChores chores) {
        spaceGauge(metrics, "total", now -> now.space.status().totalGib());
        spaceGauge(metrics, "used", now -> now.space.status().usedGib());
        spaceGauge(metrics, "promised", StorageController::promisedGib);
        for (VolumePhase phase : VolumePhase.values()) {
            Gauge.builder("jarrah.sc.volumes", records, known -> known.count(phase))
                    .description("volumes by how far they are")
                    .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
        for (SnapshotPhase phase : SnapshotPhase.values()) {
            Gauge.builder("jarrah.sc.snapshots", snapshots, known -> known.count(phase))
                    .description("snapshots by how far they are")
                    .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
        Gauge.builder("jarrah.sc.exports", records, VolumeRecords::exported)
                .description("volumes that are exported")
                .register(metrics);
        Gauge.builder("jarrah.sc.unknown.data", chores, known -> known.unknown().size())
                .description("what lies among the volumes and snapshots and is none of them")
                .register(metrics);
    }

    private void spaceGauge(PrometheusMeterRegistry metrics, String kind, ToDoubleFunction<StorageController> value) {
        Gauge.builder("jarrah.sc.space", this, value)
                .description(
                        "GiB of the file system of the volumes, and of all volumes and snapshots when they are full")
                .tag("kind", kind)
                .register(metrics);
    }

    private Optional<String> spaceProblem() {
        StorageStatus status = space.status();
        return status.health() == Health.OK ? Optional.empty() : Optional.of(status.message());
    }

    @Override
    public String name() {
        return "sc";
    }

    @Override
    public void start() throws Exception {
        records.load();
        snapshots.load();
        backend.open(promisedGib() > 0);
        parts.start();
    }

    /** What volumes and snapshots hold together. */
    private long promisedGib() {
        return records.reservedGib() + snapshots.reservedGib();
    }

    @Override
    public void stop() throws Exception {
        records.close();
        snapshots.close();
        parts.stop();
    }

    /** What the cloud controller calls. */
    public StorageService service() {
        return service;
    }

    private StorageStatus describe() {
        StorageStatus status = space.status();
        String message = Stream.of(
                        Optional.of(status.message()), config.network().problem(), exporter.problem())
                .flatMap(Optional::stream)
                .filter(trouble -> !trouble.isEmpty())
                .collect(Collectors.joining("; "));
        return new StorageStatus(
                message.isEmpty() ? Health.OK : Health.IMPAIRED, message, status.totalGib(), status.usedGib());
    }

    /** Where health and metrics are, once started. */
    public URI opsUri() {
        return ops.uri();
    }
}
