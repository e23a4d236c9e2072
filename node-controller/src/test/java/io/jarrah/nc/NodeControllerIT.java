package io.jarrah.nc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceNic;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.libvirt.LibvirtConfig;
import io.jarrah.nc.libvirt.LibvirtHypervisor;
import io.jarrah.nc.network.Uplink;
import io.jarrah.nc.os.IpCommand;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.GuestImage;
import io.jarrah.nc.testing.ImageServer;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.PrivateLibvirt;
import io.jarrah.nc.testing.Specs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node controller with everything real: images over HTTP, disks, networks, libvirt, and guests that boot. */
class NodeControllerIT {
    private static final Correlation REQUEST = new Correlation("it-1");
    private static final InstanceId CLASSIC = Specs.id(0xc1a551c);
    private static final InstanceId DISK = Specs.id(0xd15c);

    @TempDir
    Path directory;

    private final List<ImageServer> servers = new ArrayList<>();
    private NetworkNamespace namespace;
    private PrivateLibvirt libvirt;
    private NodeController controller;
    private NodeService node;

    @BeforeEach
    void begin() throws Exception {
        namespace = NetworkNamespace.create("nc");
        namespace.ip("link", "add", "name", "eth1", "type", "bridge");
        namespace.ip("address", "add", "192.168.70.11/24", "dev", "eth1");
        namespace.ip("link", "set", "eth1", "up");
        libvirt = new PrivateLibvirt(directory.resolve("l"), namespace);
        libvirt.start();
        start();
    }

    private void start() throws Exception {
        NodeControllerConfig config = NodeControllerConfig.of(new NodeName("nc1"), directory.resolve("nc"))
                .withNetwork(Uplink.vxlan("eth1"), kernelSettings());
        controller = NodeController.real(
                config,
                new LibvirtHypervisor(
                        LibvirtConfig.of(
                                libvirt.uri(), Optional.of(HypervisorKind.QEMU), directory.resolve("nc/state")),
                        InstantSource.system()),
                namespace,
                InstantSource.system(),
                new SimpleMeterRegistry());
        controller.start();
        node = controller.service();
    }

    @AfterEach
    void end() throws Exception {
        controller.stop();
        libvirt.stop();
        namespace.delete();
        for (ImageServer server : servers) {
            server.shut();
        }
    }

    @Test
    void guestsBootSurviveEveryRestartAndLeaveNothing() throws Exception {
        GuestImage image = GuestImage.get();
        node.runInstance(REQUEST, classic(image));
        node.applyNetwork(REQUEST, network(1));
        node.runInstance(REQUEST, disk(image));
        awaitBoot(CLASSIC);
        awaitBoot(DISK);
        assertThat(links())
                .contains("br10", "vx10")
                .filteredOn(name -> name.startsWith("jt"))
                .hasSize(2);
        assertThat(node.describeNode(REQUEST).used()).isEqualTo(new Capacity(2, 256, 2));

        ProcessHandle qemu = libvirt.qemu(CLASSIC.value());
        controller.stop();
        start();
        assertThat(observed(CLASSIC).phase()).isEqualTo(InstancePhase.RUNNING);

        libvirt.kill();
        Eventually.isTrue(() -> node.describeNode(REQUEST).health() == Health.IMPAIRED);
        assertThat(observed(CLASSIC).phase()).isEqualTo(InstancePhase.RUNNING);
        libvirt.start();
        Eventually.isTrue(() -> node.describeNode(REQUEST).health() == Health.OK);
        assertThat(observed(CLASSIC).phase()).isEqualTo(InstancePhase.RUNNING);
        assertThat(qemu.isAlive()).isTrue();

        libvirt.qemu(DISK.value()).destroyForcibly();
        Eventually.isTrue(() -> !libvirt.virsh("list", "--name").contains(DISK.value())
                || observed(DISK).phase() == InstancePhase.BOOTING
                || bootsOf(DISK) > 1);
        Eventually.isTrue(Duration.ofMinutes(2), () -> bootsOf(DISK) > 1);
        awaitPhase(DISK, InstancePhase.RUNNING);

        node.rebootInstance(REQUEST, new InstanceRef(CLASSIC, 1));
        Eventually.isTrue(Duration.ofSeconds(90), () -> observed(CLASSIC).rebootGeneration() == 1);
        Eventually.isTrue(Duration.ofMinutes(2), () -> bootsOf(CLASSIC) > 1);
        assertThat(observed(CLASSIC).phase()).isEqualTo(InstancePhase.RUNNING);

        libvirt.virsh("shutdown", CLASSIC.value());
        ObservedInstance ended = awaitPhase(CLASSIC, InstancePhase.TERMINATED);
        assertThat(ended.reason().map(StateReason::code)).contains("Client.InstanceInitiatedShutdown");
        node.terminateInstance(REQUEST, new InstanceRef(DISK, 2));
        awaitPhase(DISK, InstancePhase.TERMINATED);
        assertThat(libvirt.virsh("list", "--all", "--name")).isBlank();
        assertThat(links()).noneMatch(name -> name.startsWith("jt"));
        assertThat(directory.resolve("nc/instances/instances")).isEmptyDirectory();
        node.applyNetwork(REQUEST, new NodeNetwork(2, List.of(), List.of(), List.of(), List.of()));
        Eventually.isTrue(() -> links().stream().noneMatch(name -> name.equals("br10") || name.equals("vx10")));
    }

    /** A stand-in: those of the namespace are not this process' own, and are right in a new one. */
    private Path kernelSettings() throws Exception {
        Path file = directory.resolve("settings/net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "1\n");
        return directory.resolve("settings");
    }

    private NodeNetwork network(long generation) {
        InstanceNic nic = Specs.instance(CLASSIC, 1).nic();
        return new NodeNetwork(
                generation,
                List.of(new NetworkSegment(
                        nic.network(), Specs.instance(CLASSIC, 1).accountId(), nic.segment(), "172.16.10.0/24", 1450)),
                List.of("192.168.70.1", "192.168.70.11"),
                List.of(endpoint(CLASSIC, nic), endpoint(DISK, nicOfDisk())),
                List.of(Groups.group(
                        1, List.of(nic.privateIp(), nicOfDisk().privateIp()), Groups.allOut(), Groups.allIn())));
    }

    private static NetworkEndpoint endpoint(InstanceId id, InstanceNic nic) {
        return new NetworkEndpoint(
                id, nic.network(), nic.mac(), nic.privateIp(), "host", List.of(Groups.id(1)), Optional.empty());
    }

    private static InstanceNic nicOfDisk() {
        return new InstanceNic(Specs.instance(DISK, 1).nic().network(), 10, "d0:0d:00:00:00:06", "172.16.10.6", 1450);
    }

    private InstanceSpec classic(GuestImage image) throws Exception {
        return Specs.instance(
                CLASSIC,
                1,
                new BootImages(
                        serve("ami-000000000000000c1", image.root(), ImageSource.Format.RAW),
                        Optional.of(serve("aki-000000000000000c1", image.kernel(), ImageSource.Format.RAW)),
                        Optional.of(serve("ari-000000000000000c1", image.ramdisk(), ImageSource.Format.RAW))));
    }

    private InstanceSpec disk(GuestImage image) throws Exception {
        InstanceSpec spec = Specs.instance(
                DISK,
                1,
                new BootImages(
                        serve("ami-000000000000000d1", image.disk(), ImageSource.Format.QCOW2),
                        Optional.empty(),
                        Optional.empty()));
        return new InstanceSpec(
                spec.id(),
                spec.generation(),
                spec.accountId(),
                spec.reservationId(),
                spec.instanceType(),
                spec.capacity(),
                spec.images(),
                nicOfDisk(),
                spec.hostname());
    }

    private ImageSource serve(String id, Path file, ImageSource.Format format) throws Exception {
        byte[] content = Files.readAllBytes(file);
        ImageServer server = new ImageServer(content);
        server.begin();
        servers.add(server);
        return new ImageSource(new ImageId(id), server.uri(), content.length, Specs.sha256(content), format);
    }

    private void awaitBoot(InstanceId id) throws Exception {
        awaitPhase(id, InstancePhase.RUNNING);
        Eventually.isTrue(Duration.ofSeconds(150), () -> bootsOf(id) > 0);
    }

    private int bootsOf(InstanceId id) {
        String console = new String(node.getConsoleOutput(REQUEST, id).tail(), StandardCharsets.ISO_8859_1);
        return console.split(GuestImage.UP, -1).length - 1;
    }

    private List<String> links() {
        return new IpCommand(namespace)
                .links().stream().map(IpCommand.Link::name).toList();
    }

    private ObservedInstance observed(InstanceId id) {
        return node.describeInstances(REQUEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(item -> item.id().equals(id))
                .findAny()
                .orElseThrow();
    }

    private ObservedInstance awaitPhase(InstanceId id, InstancePhase phase) throws Exception {
        return Eventually.get(
                Duration.ofSeconds(90), () -> Optional.of(observed(id)).filter(item -> item.phase() == phase));
    }
}
