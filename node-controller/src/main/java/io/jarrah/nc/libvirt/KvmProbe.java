package io.jarrah.nc.libvirt;

import io.jarrah.common.state.JsonStore;
import io.jarrah.nc.hypervisor.HypervisorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether KVM runs a guest here. That /dev/kvm exists does not prove it: inside some virtual machines a guest
 * is accepted and never executes, or is interpreted. So a guest of one sector is started, and must count and
 * say hello on its serial port in time. The answer is kept for as long as the kernel, libvirt, QEMU and the question stay the same.
 */
final class KvmProbe {
    private static final Logger LOG = LoggerFactory.getLogger(KvmProbe.class);
    /** Raised with each change of what the guest has to do. */
    private static final int QUESTION = 2;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Path directory;
    private final JsonStore<Verdict> store;

    /**
     * A result and what it holds for.
     *
     * @param question what was asked; 0 of a version that did not say
     * @param kernel release of the host's kernel
     * @param libvirt its version number
     * @param qemu its version number
     * @param kvmWorks whether the guest said hello
     */
    record Verdict(int question, String kernel, long libvirt, long qemu, boolean kvmWorks) {}

    KvmProbe(Path directory) {
        this.directory = directory;
        this.store = new JsonStore<>(directory.resolve("kvm-probe.json"), Verdict.class);
    }

    HypervisorKind settle(Connect connect) throws LibvirtException {
        String kernel = System.getProperty("os.version", "");
        long libvirt = connect.getLibVersion();
        long qemu = connect.getVersion();
        Verdict verdict = store.read()
                .filter(known -> known.question() == QUESTION
                        && known.kernel().equals(kernel)
                        && known.libvirt() == libvirt
                        && known.qemu() == qemu)
                .orElse(null);
        if (verdict == null) {
            verdict = new Verdict(QUESTION, kernel, libvirt, qemu, works(connect));
            store.write(verdict);
        }
        return verdict.kvmWorks() ? HypervisorKind.KVM : HypervisorKind.QEMU;
    }

    private boolean works(Connect connect) throws LibvirtException {
        if (!connect.getCapabilities().contains("<domain type='kvm'")) {
            LOG.info("libvirt offers no KVM here");
            return false;
        }
        Path disk = directory.resolve("kvm-probe.img");
        Path serial = directory.resolve("kvm-probe.log");
        try {
            Files.createDirectories(directory);
            Files.write(disk, ProbeGuest.bootSector());
            Files.deleteIfExists(serial);
            Files.createFile(serial);
            return run(connect, disk, serial);
        } catch (IOException e) {
            LOG.warn("the KVM probe cannot write to {}; KVM is taken as not working", directory, e);
            return false;
        } finally {
            delete(disk);
            delete(serial);
        }
    }

    private static boolean run(Connect connect, Path disk, Path serial) throws LibvirtException, IOException {
        Domain domain;
        try {
            domain = connect.domainCreateXML(ProbeGuest.domainXml(disk, serial), 0);
        } catch (LibvirtException e) {
            LOG.info("KVM refuses a probe guest: {}", e.getMessage());
            return false;
        }
        try {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() < end) {
                if (Files.readString(serial, StandardCharsets.ISO_8859_1).contains(ProbeGuest.GREETING)) {
                    return true;
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
            LOG.info("a probe guest said nothing for {} s under KVM; using QEMU's own translation", LIMIT.toSeconds());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            end(domain);
        }
    }

    private static void end(Domain domain) throws LibvirtException {
        try {
            domain.destroy();
        } catch (LibvirtException e) {
            LOG.warn("the probe guest {} cannot be ended; destroy it with virsh", domain.getName(), e);
        } finally {
            domain.free();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete {}", file, e);
        }
    }
}
