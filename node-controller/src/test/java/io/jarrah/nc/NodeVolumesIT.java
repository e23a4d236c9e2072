package io.jarrah.nc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.ConfigFile;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.instance.InstanceLimits;
import io.jarrah.nc.libvirt.LibvirtConfig;
import io.jarrah.nc.libvirt.LibvirtHypervisor;
import io.jarrah.nc.network.Uplink;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.GuestImage;
import io.jarrah.nc.testing.ImageServer;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.PrivateLibvirt;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.testing.TargetServer;
import io.jarrah.nc.volume.VolumePatience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes by the real programs: tgtd exports them, QEMU logs in, and the guest says what it sees. */
class NodeVolumesIT {
    private static final Correlation REQUEST = new Correlation("it-1");
    private static final InstanceId GUEST = Specs.id(0xd15c);
    private static final VolumeId VOLUME = new VolumeId("vol-0000000000000000a");
    private static final VolumeId OTHER = new VolumeId("vol-0000000000000000b");
    private static final Duration LONG = Duration.ofSeconds(150);

    /** Marks each volume that is empty, and tells of each volume that comes, goes or changes. It runs again after each boot. */
    private static final String AGENT = """
            #!/bin/sh
            mkdir -p /tmp/seen
            (
            while :; do
              for d in /sys/block/vd*; do
                s=$(cat "$d/serial" 2>/dev/null)
                case $s in vol*) ;; *) continue ;; esac
                n=/dev/${d##*/}
                [ -n "$(dd if="$n" bs=64 count=1 2>/dev/null | tr -d '\\000')" ] || echo "marked as $s" | dd of="$n" conv=fsync 2>/dev/null
                line="$s size $(cat "$d/size") says $(dd if="$n" bs=64 count=1 2>/dev/null | tr -d '\\000')"
                if [ "$line" != "$(cat "/tmp/seen/$s" 2>/dev/null)" ]; then
                  echo "$line" >"/tmp/seen/$s"
                  echo "guest: $line" >/dev/console
                fi
              done
              for f in /tmp/seen/*; do
                if [ -e "$f" ] && ! grep -q "${f##*/}" /sys/block/vd*/serial; then
                  rm -f "$f"
                  echo "guest: ${f##*/} is gone" >/dev/console
                fi
              done
              sleep 0.3
            done
            ) </dev/null >/dev/null 2>&1 &
            rm -f "$0"
            sync
            """;

    @TempDir
    Path directory;

    private NetworkNamespace namespace;
    private PrivateLibvirt libvirt;
    private TargetServer storage;
    private ImageServer images;
    private NodeController controller;
    private NodeService node;

    @BeforeEach
    void begin() throws Exception {
        namespace = NetworkNamespace.create("vol");
        namespace.ip("link", "add", "name", "eth1", "type", "bridge");
        namespace.ip("address", "add", "192.168.70.11/24", "dev", "eth1");
        namespace.ip("link", "set", "eth1", "up");
        libvirt = new PrivateLibvirt(directory.resolve("l"), namespace);
        libvirt.start();
        storage = new TargetServer(directory.resolve("volumes"), namespace);
        storage.start();
        images = new ImageServer(Files.readAllBytes(GuestImage.get().disk()));
        images.begin();
        start();
        InstanceSpec spec = spec();
        node.runInstance(REQUEST, spec);
        node.applyNetwork(REQUEST, network(spec));
    }

    private void start() throws Exception {
        Path bridges = directory.resolve("settings/net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(bridges.getParent());
        Files.writeString(bridges, "1\n");
        NodeControllerConfig config = NodeControllerConfig.of(new NodeName("nc1"), directory.resolve("nc"))
                .withLimits(limits())
                .withNetwork(Uplink.vxlan("eth1"), directory.resolve("settings"));
        LibvirtConfig uri = LibvirtConfig.of(libvirt.uri(), Optional.of(HypervisorKind.QEMU), directory.resolve("nc"));
        controller = NodeController.real(
                config,
                new LibvirtHypervisor(uri, InstantSource.system()),
                namespace,
                InstantSource.system(),
                new SimpleMeterRegistry());
        controller.start();
        node = controller.service();
    }

    /** As usual, but a start does not wait long for volumes. */
    private static InstanceLimits limits() {
        InstanceLimits usual = InstanceLimits.DEFAULT;
        return new InstanceLimits(
                usual.starts(),
                usual.minBackoff(),
                usual.maxBackoff(),
                usual.steady(),
                usual.reboot(),
                usual.staging(),
                usual.explain(),
                usual.restage(),
                new VolumePatience(
                        Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(30)),
                usual.tombstone());
    }

    @AfterEach
    void end() throws Exception {
        controller.stop();
        libvirt.stop();
        storage.stop();
        images.shut();
        namespace.delete();
    }

    /** Failure 36: what is reported attached, the guest has. */
    @Test
    void aVolumeComesGrowsAndGoesWhileItsGuestRuns() throws Exception {
        VolumeConnection first = storage.export(VOLUME, 1, GUEST, 1);
        VolumeConnection second = storage.export(OTHER, 1, GUEST, 1);
        awaitConsole("jarrah-guest: up after");
        apply(1, first, withSecret(second, "not-the-right-one"));
        awaitPhase(VOLUME, Phase.ATTACHED);
        awaitConsole("guest: vol0000000000000000a size 2097152 says marked as vol0000000000000000a");
        AttachedVolume refused =
                Eventually.get(() -> volume(OTHER).filter(one -> one.reason().isPresent()));
        assertThat(refused.phase()).isEqualTo(Phase.ATTACHING);
        assertThat(refused.reason().orElseThrow().message())
                .contains("Authentication failure")
                .doesNotContain("right");
        assertThat(observed().phase()).isEqualTo(InstancePhase.RUNNING);
        assertThat(observed().reason()).isEmpty();
        assertNoSecretIsSeen(first);
        assertThat(storage.content(VOLUME)).isEqualTo("marked as vol0000000000000000a");

        apply(2, first, second);
        awaitPhase(OTHER, Phase.ATTACHED);
        awaitConsole("guest: vol0000000000000000b size 2097152");

        storage.grow(first, 2);
        apply(3, withSize(first, 2), second);
        awaitConsole("guest: vol0000000000000000a size 4194304");

        apply(4, second);
        Eventually.isTrue(LONG, () -> volume(VOLUME).isEmpty());
        assertThat(libvirt.virsh("dumpxml", GUEST.value())).doesNotContain(VOLUME.value());
        assertThat(storage.inUse(first)).isFalse();
        assertThat(observed().volumes().generation()).isEqualTo(4);
        awaitConsole("guest: vol0000000000000000a is gone");

        VolumeConnection again = storage.export(VOLUME, 2, GUEST, 2);
        apply(5, again, second);
        Eventually.isTrue(
                LONG, () -> console().split("a size 4194304 says marked as vol0000000000000000a", -1).length > 2);
        assertThat(volume(VOLUME)).get().satisfies(one -> assertThat(one.attachment())
                .isEqualTo(2));

        storage.withdraw(second);
        apply(6, again);
        Eventually.isTrue(LONG, () -> volume(OTHER).isEmpty());
        assertThat(observed().phase()).isEqualTo(InstancePhase.RUNNING);
    }

    /** Failures 8 and 34: reboots of guest and host and restarts of the node controller keep volumes. */
    @Test
    void attachmentsOutliveEveryRestart() throws Exception {
        VolumeConnection connection = storage.export(VOLUME, 1, GUEST, 1);
        apply(1, connection);
        awaitConsole("guest: vol0000000000000000a size 2097152 says marked");
        awaitPhase(VOLUME, Phase.ATTACHED);

        controller.stop();
        start();
        assertThat(volume(VOLUME)).get().satisfies(one -> assertThat(one.phase())
                .isEqualTo(Phase.ATTACHED));
        assertThat(storage.inUse(connection)).isTrue();

        node.rebootInstance(REQUEST, new InstanceRef(GUEST, 1));
        Eventually.isTrue(LONG, () -> tellings() == 2);
        awaitPhase(VOLUME, Phase.ATTACHED);

        controller.stop();
        libvirt.qemu(GUEST.value()).destroyForcibly();
        Eventually.isTrue(() -> !storage.inUse(connection));
        start();
        Eventually.isTrue(LONG, () -> tellings() == 3);
        awaitPhase(VOLUME, Phase.ATTACHED);
        assertNoSecretIsSeen(connection);
    }

    /** Failure 38, and 34: an instance whose volume is away starts without it, gets it later, and ends as any other. */
    @Test
    void storageThatIsAwayHoldsNothingUpAndTheEndLeavesNothing() throws Exception {
        VolumeConnection lost = storage.export(VOLUME, 1, GUEST, 1);
        Eventually.isTrue(LONG, () -> observed().phase() == InstancePhase.RUNNING);
        apply(1, lost);
        awaitPhase(VOLUME, Phase.ATTACHED);
        storage.kill();
        libvirt.qemu(GUEST.value()).destroyForcibly();
        Eventually.isTrue(
                LONG,
                () -> observed().phase() == InstancePhase.RUNNING
                        && volume(VOLUME).orElseThrow().reason().isPresent());
        assertThat(volume(VOLUME).orElseThrow().phase()).isEqualTo(Phase.ATTACHING);
        assertThat(libvirt.virsh("dumpxml", GUEST.value())).doesNotContain(VOLUME.value());

        storage.start();
        VolumeConnection found = storage.export(VOLUME, 1, GUEST, 1);
        awaitPhase(VOLUME, Phase.ATTACHED);
        assertThat(storage.inUse(found)).isTrue();

        // The guest is booting and does not hear that it should let go; it is asked again until it has.
        apply(2);
        assertThat(volume(VOLUME)).get().satisfies(one -> assertThat(one.phase())
                .isEqualTo(Phase.DETACHING));
        Eventually.isTrue(LONG, () -> volume(VOLUME).isEmpty());
        VolumeConnection last = storage.export(VOLUME, 2, GUEST, 1);
        apply(3, last);
        awaitPhase(VOLUME, Phase.ATTACHED);

        node.terminateInstance(REQUEST, new InstanceRef(GUEST, 2));
        Eventually.isTrue(() -> observed().phase() == InstancePhase.TERMINATED);
        assertThat(observed().volumes()).isEqualTo(new AttachedVolumes(3, List.of()));
        assertThat(storage.inUse(last)).isFalse();
        assertThat(libvirt.virsh("secret-list")).isBlank();
        assertThat(libvirt.virsh("list", "--all", "--name")).isBlank();
        assertThat(Files.readString(record())).doesNotContain("xyzzy");
    }

    private void assertNoSecretIsSeen(VolumeConnection connection) throws Exception {
        String secret = connection.chap().secret();
        long qemu = libvirt.qemu(GUEST.value()).pid();
        assertThat(Files.readString(Path.of("/proc/" + qemu + "/cmdline"), StandardCharsets.ISO_8859_1))
                .contains(GUEST.value())
                .doesNotContain(secret);
        assertThat(libvirt.virsh("dumpxml", "--security-info", GUEST.value())).doesNotContain(secret);
        assertThat(libvirt.virsh("secret-list")).isBlank();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record())))
                .isEqualTo("rw-------");
    }

    private Path record() {
        return directory.resolve("nc/state/instances/" + GUEST + ".json");
    }

    private void apply(long generation, VolumeConnection... connections) {
        node.applyVolumes(REQUEST, new InstanceVolumes(GUEST, generation, Arrays.asList(connections)));
    }

    private static VolumeConnection withSecret(VolumeConnection it, String secret) {
        return new VolumeConnection(
                it.volume(),
                it.device(),
                it.sizeGib(),
                it.export(),
                it.initiator(),
                new ChapCredential(it.chap().user(), secret));
    }

    private static VolumeConnection withSize(VolumeConnection it, int sizeGib) {
        return new VolumeConnection(it.volume(), it.device(), sizeGib, it.export(), it.initiator(), it.chap());
    }

    private InstanceSpec spec() throws Exception {
        byte[] content = Files.readAllBytes(GuestImage.get().disk());
        ImageSource image = new ImageSource(
                new ImageId("ami-000000000000000d1"),
                images.uri(),
                content.length,
                Specs.sha256(content),
                ImageSource.Format.QCOW2);
        InstanceSpec spec = Specs.instance(GUEST, 1, new BootImages(image, Optional.empty(), Optional.empty()));
        return new InstanceSpec(
                spec.id(),
                spec.generation(),
                spec.accountId(),
                spec.reservationId(),
                spec.instanceType(),
                spec.capacity(),
                spec.images(),
                spec.nic(),
                spec.hostname(),
                List.of(
                        ConfigFile.of("meta-data", "instance-id: \"" + GUEST + "\"\nlocal-hostname: \"g\"\n"),
                        ConfigFile.of("user-data", AGENT)));
    }

    private static NodeNetwork network(InstanceSpec spec) {
        return new NodeNetwork(
                1,
                List.of(new NetworkSegment(
                        spec.nic().network(), spec.accountId(), spec.nic().segment(), "172.16.10.0/24", 1450)),
                List.of("192.168.70.1", "192.168.70.11"),
                List.of(new NetworkEndpoint(
                        spec.id(),
                        spec.nic().network(),
                        spec.nic().mac(),
                        spec.nic().privateIp(),
                        "host",
                        List.of(Groups.id(1)),
                        Optional.empty())),
                List.of(Groups.group(1, List.of(spec.nic().privateIp()), Groups.allOut(), Groups.allIn())));
    }

    /** How often the guest told of the volume, which it does once a boot. */
    private int tellings() {
        return console().split("guest: vol0000000000000000a size 2097152 says marked", -1).length - 1;
    }

    private void awaitConsole(String text) throws Exception {
        Eventually.isTrue(LONG, () -> console().contains(text));
    }

    private String console() {
        return new String(node.getConsoleOutput(REQUEST, GUEST).tail(), StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    private ObservedInstance observed() {
        return node.describeInstances(REQUEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(item -> item.id().equals(GUEST))
                .findAny()
                .orElseThrow();
    }

    private Optional<AttachedVolume> volume(VolumeId id) {
        return observed().volumes().volumes().stream()
                .filter(one -> one.volume().equals(id))
                .findAny();
    }

    private void awaitPhase(VolumeId id, Phase phase) throws Exception {
        Eventually.isTrue(
                LONG, () -> volume(id).filter(one -> one.phase() == phase).isPresent());
    }
}
