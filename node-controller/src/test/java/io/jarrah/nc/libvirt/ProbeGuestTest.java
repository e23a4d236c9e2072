package io.jarrah.nc.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProbeGuestTest {
    @Test
    void bootSectorHasItsTextWhereTheCodeLooksForIt() {
        byte[] sector = ProbeGuest.bootSector();
        assertThat(sector).hasSize(512).endsWith(0x55, 0xaa);
        // mov esi, imm32 is at offset 0x6a; the sector is loaded at 0x7c00.
        int address = ((sector[0x6b] & 0xff) | ((sector[0x6c] & 0xff) << 8)) - 0x7c00;
        String text = new String(sector, address, ProbeGuest.GREETING.length(), StandardCharsets.US_ASCII);
        assertThat(text).isEqualTo(ProbeGuest.GREETING);
    }

    @Test
    void eachProbeHasANameOfItsOwn() {
        String first = ProbeGuest.domainXml(Path.of("/a"), Path.of("/b"));
        assertThat(first).contains("type=\"kvm\"").isNotEqualTo(ProbeGuest.domainXml(Path.of("/a"), Path.of("/b")));
    }
}
