package io.jarrah.nc.libvirt;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;

/**
 * The smallest guest that shows whether others would run: a boot sector that switches to 64-bit mode, counts to 2^28, writes a word to the
 * first serial port and halts. A processor counts in a tenth of a second; a KVM inside a virtual machine that has nothing of
 * the processor to give interprets each instruction, so that a boot sector runs and a system never gets up.
 */
final class ProbeGuest {
    /** What it says. */
    static final String GREETING = "jarrah-probe-hello";

    private static final int SECTOR = 512;

    /** x86 at 0x7c00, as nasm puts it; the two addresses that are filled in are those of the descriptor table and of the text. */
    private static final String CODE = ""
            // cli; jmp 0:go; go: xor ax,ax; mov ds,ax; mov es,ax; mov ss,ax; mov sp,0x7c00; cld
            + "fa" + "ea067c0000" + "31c0" + "8ed8" + "8ec0" + "8ed0" + "bc007c" + "fc"
            // mov edi,0x1000; mov cr3,edi; mov cx,0xc00; xor eax,eax; rep stosd: three empty page tables
            + "66bf00100000" + "0f22df" + "b9000c" + "6631c0" + "f366ab"
            // mov word [0x1000],0x2003; mov word [0x2000],0x3003; mov word [0x3000],0x83: 2 MiB, mapped to themselves
            + "c70600100320" + "c70600200330" + "c70600308300"
            // mov eax,cr4; or al,0x20; mov cr4,eax: PAE
            + "0f20e0" + "0c20" + "0f22e0"
            // mov ecx,0xc0000080; rdmsr; or ah,1; wrmsr: EFER.LME
            + "66b9800000c0" + "0f32" + "80cc01" + "0f30"
            // lgdt [table]; mov eax,cr0; or eax,0x80000001; mov cr0,eax; jmp 8:entry: paging, and with it 64-bit mode
            + "0f0116907c" + "0f20c0" + "660d01000080" + "0f22c0" + "ea617c0800"
            // entry: mov ecx,0x10000000; work: dec ecx; jnz work
            + "b900000010" + "ffc9" + "75fc"
            // mov esi,text; mov dx,0x3f8; next: lodsb; test al,al; jz halt; out dx,al; jmp next;
            // halt: cli; hlt; jmp halt
            + "be967c0000" + "66baf803" + "ac" + "84c0" + "7403" + "ee" + "ebf8" + "fa" + "f4" + "ebfc" + "90"
            // the descriptors: none, 64-bit code; the table: its last byte and where it is
            + "0000000000000000" + "00000000009a2000" + "0f00" + "807c0000";

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
