package io.jarrah.cc.network;

import io.jarrah.cc.dhcp.ServerLink;
import io.jarrah.cc.os.Dhcpd;
import io.jarrah.common.os.SupervisedProcess;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The one dhcpd and its files. Calls come from one thread at a time. */
final class DhcpServer {
    /** How long a change waits for others: each costs a restart of dhcpd, in CPU time that a starting guest needs; it asks for its address only seconds later. */
    private static final Duration GATHER = Duration.ofMillis(400);

    private final Dhcpd dhcpd;
    private final LongSupplier nanoTime;
    private final Path configuration;
    private final Path leases;
    private final SupervisedProcess process;
    private String served = "";
    private OptionalLong changed = OptionalLong.empty();
    private boolean running;

    /** Whether no other dhcpd of ours can be there. */
    private boolean alone;

    /** Behind the relay. */
    DhcpServer(Dhcpd dhcpd, Path directory, LongSupplier nanoTime) {
        this(dhcpd, directory, ServerLink.INTERFACE, ServerLink.PORT, nanoTime);
    }

    /**
     * On an interface of its own.
     *
     * @param networkInterface the one it reads requests from
     * @param port UDP port of requests
     */
    DhcpServer(Dhcpd dhcpd, Path directory, String networkInterface, int port, LongSupplier nanoTime) {
        this.dhcpd = dhcpd;
        this.nanoTime = nanoTime;
        this.configuration = directory.resolve("dhcpd.conf");
        this.leases = directory.resolve("dhcpd.leases");
        this.process = dhcpd.server(
                configuration,
                leases,
                networkInterface,
                port,
                directory.resolve("dhcpd.log").toFile());
    }

    /**
     * Serves the configuration; one that changed is served a little later, with what else changes until then.
     *
     * @param link changes whenever its interface was made anew: dhcpd holds on to the one it found at its start
     * @return when to call again; zero when the configuration is served
     */
    Duration serve(String text, String link) throws InterruptedException {
        String wanted = text + "\n# interface: " + link + "\n";
        if (running && wanted.equals(served)) {
            changed = OptionalLong.empty();
            return Duration.ZERO;
        }
        Duration left = running ? left() : Duration.ZERO;
        if (left.isPositive()) {
            return left;
        }
        write(wanted);
        if (running) {
            process.restart();
        } else {
            dhcpd.endStrays(directory());
            process.start();
            running = true;
            alone = true;
        }
        served = wanted;
        changed = OptionalLong.empty();
        return Duration.ZERO;
    }

    private Duration left() {
        long now = nanoTime.getAsLong();
        long first = changed.orElse(now);
        changed = OptionalLong.of(first);
        return GATHER.minusNanos(now - first);
    }

    private void write(String wanted) {
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
    }

    /** Ends the process, or what an earlier controller left of it; leases stay on disk. */
    void stop() throws InterruptedException {
        if (running) {
            process.stop();
            running = false;
        } else if (!alone) {
            dhcpd.endStrays(directory());
        }
        alone = true;
    }

    private Path directory() {
        return Objects.requireNonNull(configuration.getParent());
    }
}
