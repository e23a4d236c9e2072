package io.jarrah.cc.dns;

import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.os.SupervisedProcess;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name server of a cluster's instances: dnsmasq, kept running, with the names of the network document. Names of any
 * account are answered to every instance: a private name is a spelling of a private address and tells no more.
 *
 * @see <a href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html">Amazon DNS</a>
 */
public final class NameServer implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final String USER = "dnsmasq";

    private final DnsSettings settings;
    private final Dnsmasq dnsmasq;
    private final Path configuration;
    private final Path output;
    private final HostsDirectory hosts;
    private final SupervisedProcess process;
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile boolean begun;
    private boolean released;

    /**
     * A server whose files lie in that directory; nothing runs yet.
     *
     * @param directory for dnsmasq's configuration, names and output
     */
    public NameServer(DnsSettings settings, Dnsmasq dnsmasq, Path directory) {
        Path absolute = directory.toAbsolutePath();
        this.settings = settings;
        this.dnsmasq = dnsmasq;
        this.configuration = absolute.resolve("dnsmasq.conf");
        this.output = absolute.resolve("dnsmasq.log");
        this.hosts = new HostsDirectory(absolute.resolve("hosts"));
        this.process = dnsmasq.server(configuration, output.toFile(), () -> DnsProcesses.end(configuration));
    }

    @Override
    public String name() {
        return "names";
    }

    /** Looks whether dnsmasq can serve here; it runs once there are names. */
    @Override
    public void start() {
        look();
    }

    /** Answers nothing any more, until names are given again; ends what an earlier controller left running, too. */
    public void release() throws InterruptedException {
        if (begun) {
            stop();
            released = false;
        }
        if (!released) {
            DnsProcesses.end(configuration);
            released = true;
        }
    }

    /** Ends dnsmasq, which is a child of this process. */
    @Override
    public void stop() throws InterruptedException {
        process.stop();
        begun = false;
    }

    /**
     * Makes the document's names the ones that are answered. Idempotent; calls come from one thread at a time.
     *
     * @return when to call again, because dnsmasq cannot serve now; zero when all is done
     */
    public Duration apply(NetworkDocument document) {
        if (!begun && look()) {
            return RETRY;
        }
        hosts.replace(HostsRenderer.render(settings.domains(), document));
        if (!begun) {
            configure();
            process.start();
            begun = true;
        }
        return Duration.ZERO;
    }

    private boolean look() {
        Optional<String> found = dnsmasq.obstacle();
        if (!found.equals(obstacle)) {
            LOG.warn("names of instances: {}", found.orElse("dnsmasq is there now"));
        }
        obstacle = found;
        return found.isPresent();
    }

    private void configure() {
        boolean open = hosts.isOpenToAll();
        if (!open) {
            LOG.warn(
                    "dnsmasq runs as root, because user {} does not get to {}: let others pass every directory above it"
                            + " (chmod o+x)",
                    USER,
                    hosts.path());
        }
        String text = DnsmasqConfRenderer.render(settings, hosts.path(), open ? USER : "root");
        try {
            DurableFiles.replace(configuration, text.getBytes(StandardCharsets.UTF_8));
            // What it holds is why earlier ones did not start.
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
    }

    /** Whether instances can resolve names, for the cluster controller's health page. */
    public HealthCheck check() {
        return HealthCheck.of(
                "dns",
                () -> obstacle.or(() -> begun && process.pid().isEmpty()
                        ? Optional.of("dnsmasq does not run, so instances cannot resolve names; " + output
                                + " and syslog say why")
                        : Optional.empty()));
    }
}
