package io.jarrah.cc.dns;

import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.common.os.SupervisedProcess;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dnsmasq, kept running, with its configuration and a directory of files that it follows. Calls but for {@link #problem} come from one
 * thread at a time.
 */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final String USER = "dnsmasq";

    private final String loss;
    private final Dnsmasq dnsmasq;
    private final Path configuration;
    private final Path output;
    private final HostsDirectory hosts;
    private final SupervisedProcess process;
    private String configured = "";
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile boolean begun;

    /** Whether none of ours can be there that an earlier controller left behind. */
    private boolean alone;

    /**
     * Nothing runs yet.
     *
     * @param loss what is wrong when it does not run, as a sentence
     * @param configuration its absolute path
     * @param output absolute path of the file with what dnsmasq says
     */
    Daemon(String loss, Dnsmasq dnsmasq, Path configuration, Path output, HostsDirectory hosts) {
        this.loss = loss;
        this.dnsmasq = dnsmasq;
        this.configuration = configuration;
        this.output = output;
        this.hosts = hosts;
        this.process = dnsmasq.server(configuration, output.toFile());
    }

    /** Looks whether dnsmasq is there and can serve; where it cannot, there is a {@link #problem}. */
    boolean canServe() {
        Optional<String> found = dnsmasq.obstacle();
        if (!found.equals(obstacle)) {
            LOG.warn("{}: {}", loss, found.orElse("not any more, dnsmasq is there now"));
        }
        obstacle = found;
        return found.isEmpty();
    }

    /** Whether it was started. */
    boolean runs() {
        return begun;
    }

    /** Whom dnsmasq becomes once it has its sockets. */
    String user() {
        boolean open = hosts.isOpenToAll();
        if (!open && !begun) {
            LOG.warn(
                    "dnsmasq runs as root, because user {} does not get to {}: let others pass every directory above it"
                            + " (chmod o+x)",
                    USER,
                    hosts.path());
        }
        return open ? USER : "root";
    }

    /** Whether it runs with that configuration. */
    boolean has(String text) {
        return begun && text.equals(configured);
    }

    /** Starts it with that configuration. */
    void start(String text) {
        try {
            // What it holds is why earlier ones did not start.
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + output, e);
        }
        configure(text);
        process.start();
        begun = true;
        alone = false;
    }

    /** Starts it anew with that configuration; it forgets what it remembered. */
    void restart(String text) throws InterruptedException {
        configure(text);
        process.restart();
    }

    private void configure(String text) {
        if (text.equals(configured)) {
            return;
        }
        try {
            DurableFiles.replace(configuration, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        configured = text;
    }

    /** Ends it with all its children, and what an earlier controller left of it. */
    void stop() throws InterruptedException {
        process.stop();
        begun = false;
        configured = "";
        obstacle = Optional.empty();
        if (!alone) {
            dnsmasq.endStrays(configuration);
            alone = true;
        }
    }

    /** What is wrong and why; empty when it runs, or is not to. */
    Optional<String> problem() {
        return obstacle.map(why -> loss + ": " + why)
                .or(() -> begun && process.pid().isEmpty()
                        ? Optional.of(loss + ": dnsmasq does not run; " + output + " and syslog say why")
                        : Optional.empty());
    }
}
