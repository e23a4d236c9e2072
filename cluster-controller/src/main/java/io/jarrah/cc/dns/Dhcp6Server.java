package io.jarrah.cc.dns;

import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.os.SupervisedProcess;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    /** Whoever is refused on purpose, by asking for two addresses, must not keep dnsmasq starting. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String USER = "dnsmasq";

    private final String serverId;
    private final Duration lease;
    private final Dnsmasq dnsmasq;
    private final Path configuration;
    private final Path output;
    private final HostsDirectory hosts;
    private final SupervisedProcess process;
    private final Dhcp6Refusals refusals;
    private final LongSupplier nanoTime;
    private final Map<String, String> told = new HashMap<>();
    private String configured = "";
    private long begunAt;
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile boolean begun;

    /**
     * A server whose files lie in that directory; nothing runs yet.
     *
     * @param serverId hexadecimal digits, the same for the cluster for ever
     * @param lease how long a guest may use its address without asking again
     * @param nanoTime a clock that only goes forward
     */
    public Dhcp6Server(String serverId, Duration lease, Dnsmasq dnsmasq, Path directory, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        Path absolute = directory.toAbsolutePath();
        this.serverId = serverId;
        this.lease = lease;
        this.dnsmasq = dnsmasq;
        this.configuration = absolute.resolve("dhcp6.conf");
        this.output = absolute.resolve("dhcp6.log");
        this.refusals = new Dhcp6Refusals(output);
        this.hosts = new HostsDirectory(absolute.resolve("dhcp6"));
        this.process = dnsmasq.server(configuration, output.toFile(), () -> DnsProcesses.end(configuration));
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
        if (!begun && look()) {
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
        boolean anew = configure(interfaces) || mustForget(owners);
        if (anew) {
            told.clear();
            begunAt = nanoTime.getAsLong();
        }
        told.putAll(owners);
        if (!begun) {
            process.start();
            begun = true;
            begunAt = nanoTime.getAsLong();
        } else if (anew) {
            process.restart();
        }
        return Duration.ZERO;
    }

    /** Whether dnsmasq remembers something that is not so any more. */
    private boolean mustForget(Map<String, String> owners) {
        if (owners.entrySet().stream().anyMatch(pair -> contradicts(told.get(pair.getKey()), pair.getValue()))) {
            LOG.info("an IPv6 address belongs to another MAC address than before; dnsmasq starts anew");
            return true;
        }
        if (begun && nanoTime.getAsLong() - begunAt > PATIENCE.toNanos() && refusals.any()) {
            LOG.info("a guest asked for its IPv6 address by another DUID than before; dnsmasq starts anew");
            return true;
        }
        return false;
    }

    private static boolean contradicts(@Nullable String before, String now) {
        return before != null && !before.equals(now);
    }

    /** Ends dnsmasq, which is a child of this process. */
    public void stop() throws InterruptedException {
        process.stop();
        told.clear();
        configured = "";
        begun = false;
    }

    private boolean look() {
        Optional<String> found = dnsmasq.obstacle();
        if (!found.equals(obstacle)) {
            LOG.warn("IPv6 addresses of instances: {}", found.orElse("dnsmasq is there now"));
        }
        obstacle = found;
        return found.isPresent();
    }

    /** Returns whether the file is another than the one dnsmasq runs with. */
    private boolean configure(List<String> interfaces) {
        String text = Dhcp6ConfRenderer.render(
                interfaces, serverId, hosts.path(), hosts.isOpenToAll() ? USER : "root", lease);
        if (text.equals(configured)) {
            return false;
        }
        try {
            DurableFiles.replace(configuration, text.getBytes(StandardCharsets.UTF_8));
            if (!begun) {
                // What it holds is why earlier ones did not start.
                Files.deleteIfExists(output);
            }
            configured = text;
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
    }

    /** Why guests get no IPv6 address; empty when they do. */
    public Optional<String> problem() {
        return obstacle.map(why -> "instances get no IPv6: " + why)
                .or(() -> begun && process.pid().isEmpty()
                        ? Optional.of("dnsmasq does not run, so instances get no IPv6 address; " + output
                                + " and syslog say why")
                        : Optional.empty());
    }
}
