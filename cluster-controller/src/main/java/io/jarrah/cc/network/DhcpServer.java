package io.jarrah.cc.network;

import io.jarrah.cc.os.Dhcpd;
import io.jarrah.common.os.SupervisedProcess;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one dhcpd for all networks of the cluster. Calls come from one thread at a time. */
final class DhcpServer {
    private static final Logger LOG = LoggerFactory.getLogger(DhcpServer.class);
    private static final long ORPHAN_GRACE_SECONDS = 3;

    private final Dhcpd dhcpd;
    private final Path configuration;
    private final Path leases;
    private final Path pidFile;
    private final SupervisedProcess process;
    private String served = "";
    private boolean running;

    DhcpServer(Dhcpd dhcpd, Path directory) {
        this.dhcpd = dhcpd;
        this.configuration = directory.resolve("dhcpd.conf");
        this.leases = directory.resolve("dhcpd.leases");
        this.pidFile = directory.resolve("dhcpd.pid");
        this.process = dhcpd.server(
                configuration, leases, pidFile, directory.resolve("dhcpd.log").toFile());
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
            Path candidate = configuration.resolveSibling("dhcpd.conf.new");
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
            endOrphan();
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

    /** A controller that was killed left its dhcpd running; two of them must not serve. */
    private void endOrphan() throws InterruptedException {
        Optional<ProcessHandle> orphan = readPid().flatMap(ProcessHandle::of).filter(this::isOurs);
        if (orphan.isPresent()) {
            LOG.info(
                    "ending dhcpd {} of an earlier cluster controller",
                    orphan.get().pid());
            orphan.get().destroy();
            try {
                orphan.get().onExit().get(ORPHAN_GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("dhcpd {} did not end; killing it", orphan.get().pid(), e);
                orphan.get().destroyForcibly();
            }
        }
    }

    private Optional<Long> readPid() {
        try {
            String text = Files.readString(pidFile, StandardCharsets.US_ASCII).strip();
            return text.matches("[0-9]{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (NoSuchFileException e) {
            LOG.debug("no earlier dhcpd", e);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pidFile, e);
        }
    }

    private boolean isOurs(ProcessHandle handle) {
        try {
            String commandLine =
                    Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"), StandardCharsets.UTF_8);
            return commandLine.contains(configuration.toString());
        } catch (IOException e) {
            LOG.debug("process {} is gone", handle.pid(), e);
            return false;
        }
    }

    private Path directory() {
        return Objects.requireNonNull(configuration.getParent());
    }
}
