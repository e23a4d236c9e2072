package io.jarrah.nc.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.DomainState;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorContract;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.hypervisor.StopReason;
import io.jarrah.nc.testing.GuestImage;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.PrivateLibvirt;
import io.jarrah.nc.testing.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a real libvirtd and QEMU, and what only a real guest can show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtHypervisorContractIT extends HypervisorContract {
    private Path directory;
    private NetworkNamespace namespace;
    private PrivateLibvirt libvirt;
    private LibvirtHypervisor hypervisor;
    private GuestImage image;

    @BeforeAll
    void begin(@TempDir Path temporary) throws Exception {
        directory = temporary;
        image = GuestImage.get();
        namespace = NetworkNamespace.create("hv");
        namespace.ip("link", "add", "name", "br10", "type", "bridge");
        namespace.ip("link", "set", "br10", "up");
        libvirt = new PrivateLibvirt(directory.resolve("l"), namespace);
        libvirt.start();
        hypervisor = connect(directory.resolve("state"), Optional.of(HypervisorKind.QEMU));
    }

    private LibvirtHypervisor connect(Path state, Optional<HypervisorKind> kind) throws Exception {
        LibvirtHypervisor connected =
                new LibvirtHypervisor(LibvirtConfig.of(libvirt.uri(), kind, state), InstantSource.system());
        connected.start();
        assertThat(connected.health().message()).isEmpty();
        return connected;
    }

    @AfterAll
    void end() throws Exception {
        hypervisor.stop();
        libvirt.stop();
        namespace.delete();
    }

    /** Each test has a guest that never booted. */
    @BeforeEach
    void forget() throws Exception {
        Files.deleteIfExists(directory.resolve(ID.value()).resolve("console.log"));
        Files.deleteIfExists(directory.resolve(ID.value()).resolve("disk.qcow2"));
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected DomainSpec spec(InstanceId id) throws Exception {
        Path place = Files.createDirectories(directory.resolve(id.value()));
        if (!Files.exists(place.resolve("disk.qcow2"))) {
            new ProcessCommandRunner()
                    .run(Command.of(
                            "qemu-img",
                            "create",
                            "-q",
                            "-f",
                            "qcow2",
                            "-F",
                            "qcow2",
                            "-b",
                            image.disk().toString(),
                            place.resolve("disk.qcow2").toString()));
        }
        return Specs.domain(id, place);
    }

    @Test
    void aGuestThatPowersOffSaysSo() throws Exception {
        DomainSpec spec = spec(ID);
        hypervisor.define(spec);
        hypervisor.start(ID);
        awaitConsole(spec);
        libvirt.virsh("shutdown", ID.value());
        awaitStopped(StopReason.GUEST_SHUTDOWN);
    }

    @Test
    void aHostThatStopsItsGuestsIsNotTheirWish() throws Exception {
        hypervisor.define(spec(ID));
        hypervisor.start(ID);
        libvirt.qemu(ID.value()).destroy();
        awaitStopped(StopReason.HOST_SHUTDOWN);
    }

    @Test
    void aKilledProcessIsACrash() throws Exception {
        hypervisor.define(spec(ID));
        hypervisor.start(ID);
        libvirt.qemu(ID.value()).destroyForcibly();
        awaitStopped(StopReason.CRASHED);
    }

    @Test
    void aRebootByTheGuestIsNoticedAndItRunsOn() throws Exception {
        DomainSpec spec = spec(ID);
        hypervisor.define(spec);
        hypervisor.start(ID);
        awaitConsole(spec);
        hypervisor.reboot(ID);
        Eventually.isTrue(
                Duration.ofSeconds(90),
                () -> hypervisor.domain(ID).orElseThrow().lastReset().isPresent());
        assertThat(hypervisor.domain(ID).orElseThrow().state()).isEqualTo(DomainState.RUNNING);
    }

    @Test
    void aLostDaemonIsReportedAndFoundAgain() throws Exception {
        hypervisor.define(spec(ID));
        hypervisor.start(ID);
        ProcessHandle qemu = libvirt.qemu(ID.value());
        libvirt.kill();
        Eventually.isTrue(() -> !hypervisor.health().ok());
        libvirt.start();
        Eventually.isTrue(() -> hypervisor.health().ok());
        assertThat(hypervisor.domain(ID).orElseThrow().state()).isEqualTo(DomainState.RUNNING);
        assertThat(qemu.isAlive()).isTrue();
    }

    @Test
    void theProbeSettlesWhatRunsGuestsAndRemembersIt() throws Exception {
        Path state = directory.resolve("probe");
        LibvirtHypervisor probing = connect(state, Optional.empty());
        HypervisorKind kind = probing.kind();
        probing.stop();
        assertThat(kind).isIn(HypervisorKind.KVM, HypervisorKind.QEMU);
        assertThat(state.resolve("kvm-probe.json")).exists();
        assertThat(libvirt.virsh("list", "--all", "--name")).doesNotContain("jarrah-probe");
        LibvirtHypervisor again = connect(state, Optional.empty());
        assertThat(again.kind()).isEqualTo(kind);
        again.stop();
    }

    private void awaitConsole(DomainSpec spec) throws Exception {
        Eventually.isTrue(
                Duration.ofMinutes(2),
                () -> Files.exists(spec.consoleLog())
                        && Files.readString(spec.consoleLog(), java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains(GuestImage.UP));
    }

    private void awaitStopped(StopReason reason) throws Exception {
        Eventually.isTrue(
                Duration.ofMinutes(1), () -> hypervisor.domain(ID).orElseThrow().state() == DomainState.STOPPED);
        assertThat(hypervisor.domain(ID).orElseThrow().stopReason()).isEqualTo(reason);
    }
}
