package io.jarrah.nc.libvirt;

import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.HypervisorKind;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;

/** Renders libvirt's domain XML. Pure: the same spec gives the same text. */
public final class DomainXml {
    /** Names Jarrah's element in a domain's metadata. */
    public static final String NAMESPACE = "https://jarrah.io/xmlns/instance/1";

    /** Bounds QEMU's translation cache, which otherwise grows to 1 GiB for each guest (shared/lab.md L1). */
    private static final String TCG_CACHE_MIB = "64";

    private final HypervisorKind kind;

    public DomainXml(HypervisorKind kind) {
        this.kind = kind;
    }

    /** The whole document. */
    public String render(DomainSpec spec) {
        StringWriter text = new StringWriter();
        try {
            Xml xml = new Xml(text);
            xml.open("domain", "type", kind.word());
            writeIdentity(xml, spec);
            writeBoot(xml, spec);
            writeMachine(xml);
            writeLifecycle(xml);
            writeDevices(xml, spec);
            xml.close();
            xml.finish();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("domain XML of " + spec.id() + " cannot be written", e);
        }
        return text.toString();
    }

    /** The UUID that belongs to a domain of that name; always the same, so that defining twice is defining once. */
    static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(("jarrah:" + name).getBytes(StandardCharsets.UTF_8));
    }

    private static void writeIdentity(Xml xml, DomainSpec spec) throws XMLStreamException {
        String id = spec.id().value();
        xml.element("name", id);
        xml.element("uuid", uuid(id).toString());
        xml.open("metadata");
        xml.empty("jarrah:instance", "xmlns:jarrah", NAMESPACE, "id", id);
        xml.close();
        xml.element("memory", Integer.toString(spec.memoryMib()), "unit", "MiB");
        xml.element("vcpu", Integer.toString(spec.vcpus()));
    }

    private void writeBoot(Xml xml, DomainSpec spec) throws XMLStreamException {
        xml.open("os");
        boolean paravirtual = kind == HypervisorKind.XEN && spec.kernel().isPresent();
        if (paravirtual) {
            xml.element("type", "linux", "arch", "x86_64", "machine", "xenpv");
        } else if (kind == HypervisorKind.KVM || kind == HypervisorKind.QEMU) {
            xml.element("type", "hvm", "arch", "x86_64", "machine", "pc");
        } else {
            xml.element("type", "hvm");
        }
        if (spec.kernel().isPresent()) {
            DomainSpec.KernelBoot boot = spec.kernel().get();
            xml.element("kernel", boot.kernel().toString());
            if (boot.ramdisk().isPresent()) {
                xml.element("initrd", boot.ramdisk().get().toString());
            }
            xml.element("cmdline", boot.arguments());
        } else {
            xml.empty("boot", "dev", "hd");
        }
        xml.close();
    }

    private void writeMachine(Xml xml) throws XMLStreamException {
        xml.open("features");
        xml.empty("acpi");
        if (kind == HypervisorKind.KVM || kind == HypervisorKind.QEMU) {
            xml.empty("apic");
        }
        if (kind == HypervisorKind.QEMU) {
            xml.open("tcg");
            xml.element("tb-cache", TCG_CACHE_MIB, "unit", "MiB");
            xml.close();
        }
        xml.close();
        switch (kind) {
            case KVM -> xml.empty("cpu", "mode", "host-passthrough");
            case QEMU -> xml.empty("cpu", "mode", "maximum");
            case XEN, TEST, SIMULATED -> {}
        }
        xml.empty("clock", "offset", "utc");
    }

    /** A domain that stops stays stopped, with its reason, until the reconciler has judged it. */
    private static void writeLifecycle(Xml xml) throws XMLStreamException {
        xml.element("on_poweroff", "destroy");
        xml.element("on_reboot", "restart");
        xml.element("on_crash", "destroy");
    }

    private void writeDevices(Xml xml, DomainSpec spec) throws XMLStreamException {
        xml.open("devices");
        writeDisk(xml, spec);
        if (spec.configDrive().isPresent()) {
            writeConfigDrive(xml, spec.configDrive().get());
        }
        for (DomainVolume volume : spec.volumes()) {
            VolumeXml.write(xml, volume);
        }
        if (kind == HypervisorKind.KVM || kind == HypervisorKind.QEMU) {
            xml.empty("controller", "type", "usb", "model", "none");
        }
        writeInterface(xml, spec.nic());
        xml.open("serial", "type", "file");
        xml.empty("source", "path", spec.consoleLog().toString(), "append", "on");
        xml.empty("target", "port", "0");
        xml.close();
        if (kind == HypervisorKind.KVM || kind == HypervisorKind.QEMU) {
            xml.open("rng", "model", "virtio");
            xml.element("backend", "/dev/urandom", "model", "random");
            xml.close();
            xml.empty("memballoon", "model", "virtio");
        }
        if (spec.vnc()) {
            xml.empty("graphics", "type", "vnc", "port", "-1", "autoport", "yes", "listen", "127.0.0.1");
            xml.open("video");
            xml.empty("model", "type", "vga");
            xml.close();
        }
        xml.close();
    }

    private void writeDisk(Xml xml, DomainSpec spec) throws XMLStreamException {
        xml.open("disk", "type", "file", "device", "disk");
        if (kind != HypervisorKind.TEST) {
            xml.empty("driver", "name", "qemu", "type", "qcow2", "cache", "writeback", "discard", "unmap");
        }
        xml.empty("source", "file", spec.disk().toString());
        if (kind == HypervisorKind.XEN) {
            xml.empty("target", "dev", "xvda", "bus", "xen");
        } else {
            xml.empty("target", "dev", "vda", "bus", "virtio");
        }
        xml.close();
    }

    /** Far from the names of volumes that are attached later; the guest finds it by its label. */
    private void writeConfigDrive(Xml xml, Path file) throws XMLStreamException {
        xml.open("disk", "type", "file", "device", "disk");
        if (kind != HypervisorKind.TEST) {
            xml.empty("driver", "name", "qemu", "type", "raw");
        }
        xml.empty("source", "file", file.toString());
        if (kind == HypervisorKind.XEN) {
            xml.empty("target", "dev", "xvdz", "bus", "xen");
        } else {
            xml.empty("target", "dev", "vdz", "bus", "virtio");
        }
        xml.empty("readonly");
        xml.close();
    }

    private void writeInterface(Xml xml, DomainSpec.DomainNic nic) throws XMLStreamException {
        xml.open("interface", "type", "bridge");
        xml.empty("mac", "address", nic.mac());
        xml.empty("source", "bridge", nic.bridge());
        xml.empty("target", "dev", nic.tap());
        if (kind != HypervisorKind.XEN) {
            xml.empty("model", "type", "virtio");
            xml.empty("mtu", "size", Integer.toString(nic.mtu()));
            // No boot from the network: the firmware starts about a second sooner without the ROM.
            xml.empty("rom", "enabled", "no");
        }
        xml.close();
    }
}
