package io.jarrah.nc;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.ResourceIds;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.jarrah.nc.disk.InstanceDirectories;
import io.jarrah.nc.disk.InstanceDisks;
import io.jarrah.nc.disk.IsoConfigDriveMaker;
import io.jarrah.nc.disk.QcowDiskMaker;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.image.ImageCache;
import io.jarrah.nc.image.ImageDownload;
import io.jarrah.nc.image.ImageStore;
import io.jarrah.nc.instance.InstanceOperations;
import io.jarrah.nc.instance.InstanceReconciler;
import io.jarrah.nc.instance.InstanceReconciler.Backends;
import io.jarrah.nc.instance.InstanceRecords;
import io.jarrah.nc.instance.StagingTasks;
import io.jarrah.nc.network.FlatNodePlane;
import io.jarrah.nc.network.NetworkPlane;
import io.jarrah.nc.network.NoNetworkPlane;
import io.jarrah.nc.network.NodeNetworkPlane;
import io.jarrah.nc.os.QemuImg;
import io.jarrah.nc.os.XorrisoCommand;
import io.jarrah.nc.simulated.SimulatedConfigDriveMaker;
import io.jarrah.nc.simulated.SimulatedDiskMaker;
import io.jarrah.nc.simulated.SimulatedHypervisor;
import io.jarrah.nc.simulated.SimulatedImages;
import io.jarrah.nc.simulated.SimulatedSite;
import io.jarrah.nc.simulated.SimulatedTiming;
import io.jarrah.nc.volume.QemuPortal;
import io.jarrah.nc.volume.VolumePortal;
import io.jarrah.nc.volume.VolumeTasks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One node controller, whole but for its connection to the others: what it serves is {@link #service}. Stopping it stops
 * no instance; starting it again over the same directories adopts them.
 */
public final class NodeController implements Service {
    private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(15);

    private final InstanceRecords records;
    private final NodeMonitor monitor;
    private final ServiceGroup parts;
    private final LocalNodeService service;

    private NodeController(
            NodeControllerConfig config,
            InstanceRecords records,
            Backends backends,
            VolumePortal portal,
            List<Service> supports,
            InstantSource clock,
            MeterRegistry metrics) {
        this.records = records;
        Waker waker = new Waker(records);
        StagingTasks staging = new StagingTasks(backends.disks(), clock, waker::wake);
        VolumeTasks volumes = new VolumeTasks(backends.hypervisor(), portal, clock, waker::wake);
        ReconcileLoop.Options options =
                new ReconcileLoop.Options(config.workers(), config.resync(), MIN_BACKOFF, MAX_BACKOFF);
        ReconcileLoop<InstanceId> instances = new ReconcileLoop<>(
                "instances",
                new InstanceReconciler(records, backends, staging, volumes, config.limits(), config.domains(), clock),
                options,
                records::ids,
                metrics);
        waker.attach(instances);
        this.monitor = new NodeMonitor(records, backends, config.offer(), config.storage(), portal, waker::wake, clock);
        ReconcileLoop<NodeMonitor.Chore> chores = new ReconcileLoop<>(
                "chores",
                monitor,
                new ReconcileLoop.Options(2, config.resync(), MIN_BACKOFF, MAX_BACKOFF),
                () -> EnumSet.allOf(NodeMonitor.Chore.class),
                metrics);
        backends.hypervisor().onChange(domain -> {
            waker.domainChanged(domain);
            if (domain.isEmpty()) {
                chores.wakeUp(NodeMonitor.Chore.DOMAINS);
            }
        });
        InstanceOperations operations =
                new InstanceOperations(records, backends.disks(), monitor::total, waker::wake, clock);
        this.service = new LocalNodeService(
                monitor, records, operations, backends.network(), () -> chores.wakeUp(NodeMonitor.Chore.NETWORK));
        List<Service> order = new ArrayList<>(supports);
        order.addAll(List.of(staging, volumes, chores, instances));
        this.parts = new ServiceGroup("node controller", order);
        Gauge.builder("jarrah.nc.instances", records, known -> known.ids().size())
                .register(metrics);
        Gauge.builder("jarrah.nc.vcpus.used", records, known -> known.used().vcpus())
                .register(metrics);
    }

    /** Real disks, images and networks, with that hypervisor. */
    public static NodeController real(
            NodeControllerConfig config,
            Hypervisor hypervisor,
            CommandRunner runner,
            InstantSource clock,
            MeterRegistry metrics) {
        InstanceRecords records = records(config);
        ImageCache cache = cache(config, records);
        NetworkPlane network = network(config, runner, records);
        QemuImg images = new QemuImg(runner);
        InstanceDisks disks = new InstanceDisks(
                directories(config),
                cache,
                new QcowDiskMaker(images),
                new IsoConfigDriveMaker(new XorrisoCommand(runner)));
        return new NodeController(
                config,
                records,
                new Backends(hypervisor, disks, network),
                new QemuPortal(images),
                List.of(cache, hypervisor),
                clock,
                metrics);
    }

    /** Nothing real but records and, when asked for, images: needs no root and no programs. */
    public static NodeController simulated(
            NodeControllerConfig config,
            SimulatedHypervisor hypervisor,
            SimulatedTiming timing,
            boolean fetchImages,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        return simulated(config, hypervisor, timing, Optional.empty(), fetchImages, clock, random, metrics);
    }

    /**
     * The same with a network.
     *
     * @param network where its instances are connected; empty for nothing real
     * @param fetchImages whether images are downloaded and checked as on a real node
     */
    public static NodeController simulated(
            NodeControllerConfig config,
            SimulatedHypervisor hypervisor,
            SimulatedTiming timing,
            Optional<NetworkPlane> network,
            boolean fetchImages,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        InstanceRecords records = records(config);
        List<Service> supports = new ArrayList<>();
        ImageStore images;
        if (fetchImages) {
            ImageCache cache = cache(config, records);
            supports.add(cache);
            images = cache;
        } else {
            images = new SimulatedImages(config.instancePath().resolve("cache"));
        }
        supports.add(hypervisor);
        InstanceDisks disks = new InstanceDisks(
                directories(config), images, new SimulatedDiskMaker(timing, random), new SimulatedConfigDriveMaker());
        NetworkPlane plane = network.orElseGet(
                () -> config.mode() == VnetMode.SYSTEM ? new SimulatedSite(records) : new NoNetworkPlane());
        Backends backends = new Backends(hypervisor, disks, plane);
        return new NodeController(config, records, backends, VolumePortal.OPEN, supports, clock, metrics);
    }

    private static NetworkPlane network(NodeControllerConfig config, CommandRunner runner, InstanceRecords records) {
        Path file = config.stateDirectory().resolve("network.json");
        NodeNetworkPlane.Programs programs =
                NodeNetworkPlane.Programs.of(runner, new KernelSettings(config.kernelSettings()));
        return FlatNetwork.isFlat(config.mode())
                ? new FlatNodePlane(config.mode(), config.bridge(), file, programs)
                : new NodeNetworkPlane(config.uplink(), file, programs, records::segmentsInUse);
    }

    private static InstanceRecords records(NodeControllerConfig config) {
        return new InstanceRecords(config.name(), config.stateDirectory().resolve("instances"));
    }

    private static InstanceDirectories directories(NodeControllerConfig config) {
        return new InstanceDirectories(config.instancePath().resolve("instances"));
    }

    private static ImageCache cache(NodeControllerConfig config, InstanceRecords records) {
        return new ImageCache(
                config.instancePath().resolve("cache"),
                config.cacheBytes(),
                new ImageDownload(ImageDownload.Limits.DEFAULT),
                records::imagesInUse);
    }

    @Override
    public String name() {
        return "node controller";
    }

    /** Returns once requests can be taken; instances found on disk are brought to what is wanted of them after. */
    @Override
    public void start() throws Exception {
        records.load();
        parts.start();
        monitor.reconcile(NodeMonitor.Chore.DOMAINS);
    }

    @Override
    public void stop() throws Exception {
        records.close();
        parts.stop();
    }

    /** What the node serves. */
    public NodeService service() {
        return service;
    }

    /** Whether the node can take instances, for the readiness page. */
    public List<HealthCheck> healthChecks() {
        return List.of(
                HealthCheck.of("hypervisor", monitor::hypervisorTrouble),
                HealthCheck.of("network", monitor::networkTrouble),
                HealthCheck.of("volumes", monitor::volumeTrouble));
    }

    /** Wakes the reconciler of instances, which is made after those who call it. */
    private static final class Waker {
        private final InstanceRecords records;
        private volatile Optional<ReconcileLoop<InstanceId>> loop = Optional.empty();

        Waker(InstanceRecords records) {
            this.records = records;
        }

        void attach(ReconcileLoop<InstanceId> instances) {
            loop = Optional.of(instances);
        }

        void wake(InstanceId id) {
            loop.ifPresent(instances -> instances.wakeUp(id));
        }

        void domainChanged(String domain) {
            if (domain.isEmpty()) {
                records.ids().forEach(this::wake);
            } else if (ResourceIds.isLongId(InstanceId.PREFIX, domain)) {
                wake(new InstanceId(domain));
            }
        }
    }
}
