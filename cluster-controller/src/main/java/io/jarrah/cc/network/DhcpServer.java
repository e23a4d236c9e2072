package io.jarrah.cc.network;

import io.jarrah.cc.os.Dhcpd;
import io.jarrah.common.os.SupervisedProcess;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** One dhcpd and its files. Calls come from one thread at a time. */
final class DhcpServer {
    private final Dhcpd dhcpd;
    private final Path configuration;
    private final Path leases;
    private final SupervisedProcess process;
    private String served = "";
    private boolean running;

    DhcpServer(Dhcpd dhcpd, Path directory, String name) {
        this.dhcpd = dhcpd;
        this.configuration = directory.resolve(name + ".conf");
        this.leases = directory.resolve(name + ".leases");
        this.process = dhcpd.server(
                configuration,
                leases,
                directory.resolve(name + ".pid"),
                directory.resolve(name + ".log").toFile());
    }

    /**
     * Serves the configuration.
     *
     * @param interfaces changes whenever an interface was made anew: dhcpd holds on to those it found at its start
     */
    void serve(String text, String interfaces) throws InterruptedException {
        String wanted = text + "\n# interfaces: " + interfaces + "\n";
        if (running && wanted.equals(served)) {
            return;
        }
        try {
            Files.createDirectories(directory());
            if (!Files.exists(leases)) {
                Files.createFile(leases);
            }
            Path candidate = configuration.resolveSibling(configuration.getFileName() + ".new");
            Files.writeString(candidate, wanted, StandardCharsets.UTF_8);
            dhcpd.test(candidate, leases);
            Files.delete(candidate);
            DurableFiles.replace(configuration, wanted.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        if (running) {
            process.restart();
        } else {
            process.start();
            running = true;
        }
        served = wanted;
    }

    /** Ends the process; leases stay on disk. */
    void stop() throws InterruptedException {
        if (running) {
            process.stop();
            running = false;
        }
    }

    private Path directory() {
        return Objects.requireNonNull(configuration.getParent());
    }
}
