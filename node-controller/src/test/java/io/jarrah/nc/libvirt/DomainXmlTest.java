package io.jarrah.nc.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.testing.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class DomainXmlTest {
    private static final DomainSpec.DomainNic NIC =
            new DomainSpec.DomainNic("br10", "jt456789abcdef0", "d0:0d:00:00:00:05", 1450);

    @Test
    void kernelAndRamdiskUnderQemu() throws IOException {
        golden("qemu-kernel.xml", HypervisorKind.QEMU, kernel("root=LABEL=root console=ttyS0"), false);
    }

    @Test
    void fullDiskUnderQemu() throws IOException {
        golden("qemu-disk.xml", HypervisorKind.QEMU, Optional.empty(), false);
    }

    @Test
    void fullDiskUnderKvmWithDisplay() throws IOException {
        golden("kvm-disk.xml", HypervisorKind.KVM, Optional.empty(), true);
    }

    @Test
    void paravirtualUnderXen() throws IOException {
        golden("xen-kernel.xml", HypervisorKind.XEN, kernel("root=/dev/xvda console=hvc0"), false);
    }

    @Test
    void aConfigDriveIsReadOnlyAndOutOfTheWayOfVolumes() {
        Optional<Path> drive = Optional.of(Path.of("/instances/i-0123456789abcdef0/config.iso"));
        for (HypervisorKind kind : List.of(HypervisorKind.QEMU, HypervisorKind.XEN)) {
            assertThat(new DomainXml(kind).render(spec(drive, Optional.empty(), false)))
                    .contains("/instances/i-0123456789abcdef0/config.iso")
                    .contains(kind == HypervisorKind.XEN ? "\"xvdz\"" : "\"vdz\"")
                    .containsOnlyOnce("<readonly/>")
                    .containsOnlyOnce("\"raw\"");
        }
    }

    @Test
    void textIsEscaped() throws Exception {
        String arguments = "a=\"<b>&'c\"";
        String xml = new DomainXml(HypervisorKind.QEMU).render(spec(kernel(arguments), false));
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(xml)))
                        .getElementsByTagName("cmdline")
                        .item(0)
                        .getTextContent())
                .isEqualTo(arguments);
    }

    @Test
    void controlCharactersAreRefused() {
        assertThatThrownBy(() -> new DomainXml(HypervisorKind.QEMU).render(spec(kernel("a\u0001b"), false)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<DomainSpec.KernelBoot> kernel(String arguments) {
        return Optional.of(
                new DomainSpec.KernelBoot(Path.of("/cache/aki-1"), Optional.of(Path.of("/cache/ari-1")), arguments));
    }

    private static DomainSpec spec(Optional<DomainSpec.KernelBoot> kernel, boolean vnc) {
        return spec(Optional.empty(), kernel, vnc);
    }

    private static DomainSpec spec(Optional<Path> configDrive, Optional<DomainSpec.KernelBoot> kernel, boolean vnc) {
        return new DomainSpec(
                Specs.ID,
                2,
                256,
                Path.of("/instances/i-0123456789abcdef0/disk.qcow2"),
                configDrive,
                kernel,
                NIC,
                Path.of("/instances/i-0123456789abcdef0/console.log"),
                vnc);
    }

    /** With -Dgolden.update=true the files are written instead of compared. */
    private static void golden(String name, HypervisorKind kind, Optional<DomainSpec.KernelBoot> kernel, boolean vnc)
            throws IOException {
        String actual = new DomainXml(kind).render(spec(kernel, vnc));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Path.of("src/test/resources/golden", name), actual);
        }
        try (InputStream expected = DomainXmlTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(expected).as("golden file %s", name).isNotNull();
            assertThat(actual).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
