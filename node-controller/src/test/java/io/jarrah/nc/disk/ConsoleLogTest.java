package io.jarrah.nc.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {
    @TempDir
    Path directory;

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        ConsoleLog log = log();
        log.create();
        log.create();
        assertThat(Files.getPosixFilePermissions(log.file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(log.tail().tail()).isEmpty();
    }

    @Test
    void theFirmwaresScreenControlIsStrippedAndTheGuestsKept() throws IOException {
        String firmware =
                "\u001bc\u001b[?7l\u001b[2J\u001b[0mSeaBIOS (version 1.16.2)\r\n\u001b[1;33HBooting from Hard Disk...\r\n";
        String guest = "x".repeat(3000) + "\u001b[32mok\u001b[0m\n";
        Files.writeString(log().file(), firmware + guest);
        String text = new String(log().tail().tail(), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("SeaBIOS (version 1.16.2)\r\nBooting from Hard Disk...")
                .endsWith("\u001b[32mok\u001b[0m\n");
    }

    @Test
    void theTailIsBounded() throws IOException {
        Files.writeString(log().file(), "a".repeat(ConsoleLog.TAIL) + "b".repeat(1000));
        byte[] tail = log().tail().tail();
        assertThat(tail).hasSize(ConsoleLog.TAIL).endsWith((byte) 'b');
    }

    @Test
    void aWriterThatAppendsIsCutShortWithoutLosingTheEnd() throws IOException {
        Path file = log().file();
        try (OutputStream guest = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            guest.write("a".repeat((int) ConsoleLog.LIMIT).getBytes(StandardCharsets.US_ASCII));
            guest.write("before".getBytes(StandardCharsets.US_ASCII));
            log().trim();
            assertThat(Files.size(file)).isZero();
            guest.write(" after".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(new String(log().tail().tail(), StandardCharsets.US_ASCII))
                .hasSize(ConsoleLog.TAIL)
                .endsWith("before after");
        log().trim();
        assertThat(Files.size(file)).isEqualTo(6);
    }

    private ConsoleLog log() {
        return new ConsoleLog(directory.resolve("console.log"));
    }
}
