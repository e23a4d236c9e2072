package io.jarrah.cc.dns;

import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells guests their router and their IPv6 address: dnsmasq, kept running beside the name server's while a network has IPv6 (RFD 37). A new
 * instance is taken up without a restart. It starts anew, which takes a tenth of a second and loses nothing, when there are other networks,
 * and since it remembers what it was told, when an address or a MAC address comes to belong to another, or a guest to another DUID. Calls come from one thread at a time.
 */
public final class Dhcp6Server {
    private static final Logger LOG = LoggerFactory.getLogger(Dhcp6Server.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final String serverId;
    private final Duration lease;
    private final HostsDirectory hosts;
    private final Daemon daemon;
    private final Dhcp6Refusals refusals;
    private final LongSupplier nanoTime;
    private final Map<String, String> told = new HashMap<>();

    /**
     * A server whose files lie in that directory; nothing runs yet.
     *
     * @param serverId hexadecimal digits, the same for the cluster for ever
     * @param lease how long a guest may use its address without asking again
     * @param nanoTime a clock that only goes forward
     */
    public Dhcp6Server(String serverId, Duration lease, Dnsmasq dnsmasq, Path directory, LongSupplier nanoTime) {
        Path absolute = directory.toAbsolutePath();
        Path output = absolute.resolve("dhcp6.log");
        this.serverId = serverId;
        this.lease = lease;
        this.nanoTime = nanoTime;
        this.refusals = new Dhcp6Refusals(output);
        this.hosts = new HostsDirectory(absolute.resolve("dhcp6"));
        this.daemon =
                new Daemon("instances get no IPv6 address", dnsmasq, absolute.resolve("dhcp6.conf"), output, hosts);
    }

    /**
     * Serves the document; where no network has IPv6, nothing runs.
     *
     * @param interfaces of its networks that have IPv6, which are there
     * @return when to call again, because dnsmasq cannot serve now; zero when all is done
     */
    public Duration serve(NetworkDocument document, List<String> interfaces) throws InterruptedException {
        if (interfaces.isEmpty()) {
            stop();
            return Duration.ZERO;
        }
        if (!daemon.runs() && !daemon.canServe()) {
            return RETRY;
        }
        Map<String, String> files = new TreeMap<>();
        Map<String, String> owners = new HashMap<>();
        for (NetworkEndpoint endpoint : document.endpoints()) {
            endpoint.ipv6().ifPresent(address -> {
                files.put(endpoint.instanceId().value(), endpoint.mac() + ",[" + address + "]\n");
                owners.put(address, endpoint.mac());
                owners.put(endpoint.mac(), address);
            });
        }
        hosts.replace(files);
        String text = Dhcp6ConfRenderer.render(interfaces, serverId, hosts.path(), daemon.user(), lease);
        boolean fresh = !daemon.runs();
        if (fresh || !daemon.has(text) || mustForget(owners)) {
            told.clear();
            refusals.started(nanoTime.getAsLong());
            if (fresh) {
                daemon.start(text);
            } else {
                daemon.restart(text);
            }
        }
        told.putAll(owners);
        return Duration.ZERO;
    }

    /** Whether dnsmasq remembers something that is not so any more. */
    private boolean mustForget(Map<String, String> owners) {
        if (owners.entrySet().stream().anyMatch(pair -> contradicts(told.get(pair.getKey()), pair.getValue()))) {
            LOG.info("an IPv6 address belongs to another MAC address than before; dnsmasq starts anew");
            return true;
        }
        if (refusals.callForStart(nanoTime.getAsLong())) {
            LOG.info("a guest asked for its IPv6 address by another DUID than before; dnsmasq starts anew");
            return true;
        }
        return false;
    }

    private static boolean contradicts(@Nullable String before, String now) {
        return before != null && !before.equals(now);
    }

    /** Ends dnsmasq, and what an earlier controller left of it. */
    public void stop() throws InterruptedException {
        daemon.stop();
        told.clear();
    }

    /** Why guests get no IPv6 address; empty when they do. */
    public Optional<String> problem() {
        return daemon.problem();
    }
}
