package io.jarrah.nc.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.hypervisor.VolumeContract;
import io.jarrah.nc.testing.GuestImage;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.PrivateLibvirt;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.testing.TargetServer;
import io.jarrah.nc.testing.Volumes;
import io.jarrah.nc.volume.Attachments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a real libvirtd, QEMU and tgtd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtVolumeContractIT extends VolumeContract {
    private Path directory;
    private NetworkNamespace namespace;
    private PrivateLibvirt libvirt;
    private TargetServer storage;
    private LibvirtHypervisor hypervisor;

    @BeforeAll
    void begin(@TempDir Path temporary) throws Exception {
        directory = temporary;
        namespace = NetworkNamespace.create("hvv");
        namespace.ip("link", "add", "name", "br10", "type", "bridge");
        namespace.ip("link", "set", "br10", "up");
        libvirt = new PrivateLibvirt(directory.resolve("l"), namespace);
        libvirt.start();
        storage = new TargetServer(directory.resolve("volumes"), namespace);
        storage.start();
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
                        GuestImage.get().disk().toString(),
                        directory.resolve("disk.qcow2").toString()));
        hypervisor = connect();
    }

    private LibvirtHypervisor connect() throws Exception {
        LibvirtHypervisor connected = new LibvirtHypervisor(
                LibvirtConfig.of(libvirt.uri(), Optional.of(HypervisorKind.QEMU), directory.resolve("state")),
                InstantSource.system());
        connected.start();
        assertThat(connected.health().message()).isEmpty();
        return connected;
    }

    @AfterAll
    void end() throws Exception {
        hypervisor.stop();
        libvirt.stop();
        storage.stop();
        namespace.delete();
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected DomainSpec spec() {
        return Specs.domain(Specs.ID, directory);
    }

    @Override
    protected DomainVolume volume(int number, String dev) throws Exception {
        VolumeConnection connection = storage.export(Volumes.id(number), 1, Specs.ID, 1);
        return new DomainVolume(
                connection.volume(),
                1,
                dev,
                new DomainVolume.Source(
                        connection.export().host(),
                        connection.export().port(),
                        connection.export().target(),
                        connection.export().lun()),
                new DomainVolume.Login(
                        connection.initiator(),
                        connection.chap().user(),
                        connection.chap().secret()));
    }

    @Test
    void secretsThatAKilledNodeControllerLeftAreRemovedAndThoseOfOthersStay() throws Exception {
        Path ours =
                Files.writeString(directory.resolve("ours.xml"), VolumeXml.secret(Volumes.domainVolume(1, 1, "vdc")));
        Path others = Files.writeString(
                directory.resolve("others.xml"),
                "<secret><usage type='iscsi'><target>of-an-administrator</target></usage></secret>");
        libvirt.virsh("secret-define", ours.toString());
        libvirt.virsh("secret-define", others.toString());
        LibvirtHypervisor second = connect();
        second.stop();
        assertThat(libvirt.virsh("secret-list")).contains("of-an-administrator").doesNotContain(VolumeXml.USAGE);
    }

    /** With every other device that an instance can have. */
    @Test
    void aDomainTakesAsManyVolumesAsAnInstanceMayHave() throws Exception {
        DomainSpec plain = spec();
        DomainSpec full = new DomainSpec(
                plain.id(),
                1,
                plain.memoryMib(),
                plain.disk(),
                Optional.of(Files.createFile(directory.resolve("config.iso"))),
                plain.kernel(),
                plain.nic(),
                plain.consoleLog(),
                true);
        List<DomainVolume> volumes = new ArrayList<>();
        for (int number = 0; number < Attachments.LIMIT; number++) {
            volumes.add(volume(100 + number, "vd" + (char) ('c' + number)));
        }
        hypervisor.define(full);
        hypervisor.start(Specs.ID);
        for (DomainVolume volume : volumes) {
            hypervisor.attach(Specs.ID, volume);
        }
        assertThat(hypervisor.volumes(Specs.ID)).hasSize(Attachments.LIMIT);
        hypervisor.destroy(Specs.ID);
        hypervisor.define(full.withVolumes(volumes));
        hypervisor.start(Specs.ID, volumes);
        assertThat(hypervisor.volumes(Specs.ID)).hasSize(Attachments.LIMIT);
    }
}
