package io.jarrah.nc.libvirt;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;

/** The smallest guest there is: a boot sector that writes a word to the first serial port and halts. */
final class ProbeGuest {
    /** What it says. */
    static final String GREETING = "jarrah-probe-hello";

    private static final int SECTOR = 512;

    /**
     * Real-mode x86 at 0x7c00: xor ax,ax; mov ds,ax; mov si,0x7c17; mov dx,0x3f8; cld; next: lodsb; test al,al; jz end;
     * out dx,al; jmp next; end: cli; halt: hlt; jmp halt.
     */
    private static final String CODE = "31c0" + "8ed8" + "be177c" + "baf803" + "fc" + "ac" + "84c0" + "7403" + "ee"
            + "ebf8" + "fa" + "f4" + "ebfd";

    private ProbeGuest() {}

    /** A disk of one sector that says {@link #GREETING}. */
    static byte[] bootSector() {
        byte[] sector = new byte[SECTOR];
        byte[] code = HexFormat.of().parseHex(CODE);
        byte[] text = (GREETING + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(code, 0, sector, 0, code.length);
        System.arraycopy(text, 0, sector, code.length, text.length);
        sector[SECTOR - 2] = 0x55;
        sector[SECTOR - 1] = (byte) 0xaa;
        return sector;
    }

    /** A domain that vanishes when it stops; its name is new each time, so that a probe that hangs hinders no other. */
    static String domainXml(Path disk, Path serial) {
        StringWriter text = new StringWriter();
        try {
            Xml xml = new Xml(text);
            xml.open("domain", "type", "kvm");
            xml.element("name", "jarrah-probe-" + UUID.randomUUID());
            xml.element("memory", "16", "unit", "MiB");
            xml.element("vcpu", "1");
            xml.open("os");
            xml.element("type", "hvm", "arch", "x86_64", "machine", "pc");
            xml.close();
            xml.empty("cpu", "mode", "host-passthrough");
            xml.element("on_poweroff", "destroy");
            xml.element("on_reboot", "destroy");
            xml.element("on_crash", "destroy");
            xml.open("devices");
            xml.open("disk", "type", "file", "device", "disk");
            xml.empty("driver", "name", "qemu", "type", "raw");
            xml.empty("source", "file", disk.toString());
            xml.empty("target", "dev", "hda", "bus", "ide");
            xml.close();
            xml.open("serial", "type", "file");
            xml.empty("source", "path", serial.toString(), "append", "on");
            xml.empty("target", "port", "0");
            xml.close();
            xml.close();
            xml.close();
            xml.finish();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the probe's domain XML cannot be written", e);
        }
        return text.toString();
    }
}
