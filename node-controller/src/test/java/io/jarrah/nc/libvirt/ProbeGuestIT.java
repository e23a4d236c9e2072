package io.jarrah.nc.libvirt;

import io.jarrah.common.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host whose KVM works must not be told that it does not: the guest is right, as QEMU's own translation shows. */
class ProbeGuestIT {
    @TempDir
    Path directory;

    @Test
    void theGuestSaysHelloFrom64BitMode() throws Exception {
        Path disk = Files.write(directory.resolve("disk"), ProbeGuest.bootSector());
        Path serial = Files.createFile(directory.resolve("serial"));
        Process qemu = new ProcessBuilder(
                        "qemu-system-x86_64",
                        "-accel",
                        "tcg",
                        "-m",
                        "16",
                        "-nodefaults",
                        "-display",
                        "none",
                        "-serial",
                        "file:" + serial,
                        "-drive",
                        "format=raw,if=ide,file=" + disk)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            Eventually.isTrue(
                    () -> Files.readString(serial, StandardCharsets.ISO_8859_1).contains(ProbeGuest.GREETING));
        } finally {
            qemu.destroyForcibly().waitFor();
        }
    }
}
