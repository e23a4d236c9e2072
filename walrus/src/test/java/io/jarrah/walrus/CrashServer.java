package io.jarrah.walrus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A Walrus in a process of its own, to be killed: {@code DIRECTORY PORT_FILE RESERVE_BYTES}. */
final class CrashServer {
    private CrashServer() {}

    public static void main(String[] args) throws Exception {
        long reserve = Long.parseLong(args[2]);
        WalrusFixture fixture = new WalrusFixture(
                Path.of(args[0]),
                c -> new WalrusConfig(
                        c.directory(),
                        c.database(),
                        c.http(),
                        c.opsHost(),
                        c.opsPort(),
                        c.domain(),
                        c.region(),
                        reserve));
        Path file = Path.of(args[1]);
        Path temporary =
                Files.writeString(file.resolveSibling("port.tmp"), fixture.uri().toString());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }
}
