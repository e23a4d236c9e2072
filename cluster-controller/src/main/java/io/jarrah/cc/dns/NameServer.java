package io.jarrah.cc.dns;

import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.lifecycle.Service;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The name server of a cluster's instances: dnsmasq, kept running, with the names of the network document. Names of any
 * account are answered to every instance: a private name is a spelling of a private address and tells no more.
 *
 * @see <a href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html">Amazon DNS</a>
 */
public final class NameServer implements Service {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final DnsSettings settings;
    private final HostsDirectory hosts;
    private final Daemon daemon;

    /**
     * A server whose files lie in that directory; nothing runs yet.
     *
     * @param directory for dnsmasq's configuration, names and output
     */
    public NameServer(DnsSettings settings, Dnsmasq dnsmasq, Path directory) {
        Path absolute = directory.toAbsolutePath();
        this.settings = settings;
        this.hosts = new HostsDirectory(absolute.resolve("hosts"));
        this.daemon = new Daemon(
                "instances cannot resolve names",
                dnsmasq,
                absolute.resolve("dnsmasq.conf"),
                absolute.resolve("dnsmasq.log"),
                hosts);
    }

    @Override
    public String name() {
        return "names";
    }

    /** Looks whether dnsmasq can serve here; it runs once there are names. */
    @Override
    public void start() {
        daemon.canServe();
    }

    /** Answers nothing any more, until names are given again; ends what an earlier controller left running, too. */
    @Override
    public void stop() throws InterruptedException {
        daemon.stop();
    }

    /**
     * Makes the document's names the ones that are answered. Idempotent; calls come from one thread at a time.
     *
     * @return when to call again, because dnsmasq cannot serve now; zero when all is done
     */
    public Duration apply(NetworkDocument document) {
        if (!daemon.runs() && !daemon.canServe()) {
            return RETRY;
        }
        hosts.replace(HostsRenderer.render(settings.domains(), document));
        if (!daemon.runs()) {
            daemon.start(DnsmasqConfRenderer.render(settings, hosts.path(), daemon.user()));
        }
        return Duration.ZERO;
    }

    /** Whether instances can resolve names, for the cluster controller's health page. */
    public HealthCheck check() {
        return HealthCheck.of("dns", daemon::problem);
    }
}
