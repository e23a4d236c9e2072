package io.jarrah.cc.network;

import io.jarrah.cc.os.Dhcpd;
import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.MacMap;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network of a cluster whose instances are in the site's own: nothing is routed, translated or filtered here, and no interface is
 * changed. In mode STATIC dhcpd gives them their addresses; in mode SYSTEM there is nothing to do at all.
 */
public final class FlatNetworkPlane implements NetworkPlane {
    private static final Logger LOG = LoggerFactory.getLogger(FlatNetworkPlane.class);
    private static final int DHCP_PORT = 67;

    private final FlatSettings settings;
    private final String program;
    private final IpCommand ip;
    private final DhcpServer dhcp;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<String> findings = List.of();

    /**
     * A plane whose files lie in that directory.
     *
     * @param dhcpd path of the dhcpd program
     */
    public FlatNetworkPlane(FlatSettings settings, CommandRunner runner, String dhcpd, Path directory) {
        this.settings = settings;
        this.program = dhcpd;
        this.ip = new IpCommand(runner);
        this.dhcp = new DhcpServer(
                new Dhcpd(runner, dhcpd), directory, settings.privateInterface(), DHCP_PORT, System::nanoTime);
    }

    @Override
    public String name() {
        return "network";
    }

    /** In mode STATIC refuses to start on a host that lacks the DHCP server, or is not in the network that it shall serve. */
    @Override
    public void start() {
        if (settings.network().mode() != VnetMode.STATIC) {
            return;
        }
        if (!Files.isExecutable(Path.of(program))) {
            throw new IllegalStateException(
                    "programs are missing on this host: " + program + " (package isc-dhcp-server)");
        }
        List<Link> links = ip.links();
        own(links);
        findings = findings(links);
        findings.forEach(LOG::error);
    }

    /** This host's interface in the network. */
    private Link own(Collection<Link> links) {
        String name = settings.privateInterface();
        Link link = links.stream()
                .filter(present -> present.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("there is no interface " + name
                        + " (VNET_PRIVINTERFACE); there are: "
                        + String.join(
                                ", ", links.stream().map(Link::name).sorted().toList())));
        Ipv4Prefix prefix = settings.network().prefix().orElseThrow();
        if (link.addresses().stream().noneMatch(address -> prefix.contains(number(address)))) {
            throw new IllegalStateException("interface " + name + " (VNET_PRIVINTERFACE) has no address in " + prefix
                    + " (VNET_SUBNET), so dhcpd could not answer there; give it one that is not in VNET_MACMAP, or name"
                    + " the interface that has one");
        }
        return link;
    }

    private List<String> findings(Collection<Link> links) {
        List<String> found = new ArrayList<>();
        Ipv4Prefix prefix = settings.network().prefix().orElseThrow();
        for (Link link : links) {
            for (String address : link.addresses()) {
                String dotted = address.substring(0, address.indexOf('/'));
                if (settings.network().pairs().pairs().stream()
                        .map(MacMap.Pair::address)
                        .anyMatch(dotted::equals)) {
                    found.add(link.name() + " has " + dotted + ", which VNET_MACMAP gives to instances; take it out"
                            + " there, or give the host another address");
                } else if (!link.name().equals(settings.privateInterface()) && prefix.contains(number(address))) {
                    found.add(link.name() + " has " + address + ", which overlaps with VNET_SUBNET " + prefix + " of "
                            + settings.privateInterface() + ", so answers would leave there; take it out"
                            + Preflight.advice(link.name()));
                }
            }
        }
        return found;
    }

    private static int number(String address) {
        return Ipv4Prefix.address(address.substring(0, address.indexOf('/'))).orElse(0);
    }

    /** The network stays as it is, for the guests; only DHCP ends. */
    @Override
    public void stop() throws InterruptedException {
        lock.lock();
        try {
            dhcp.stop();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Duration apply(NetworkDocument document, Collection<String> tunnelPeers) {
        if (settings.network().mode() != VnetMode.STATIC) {
            return Duration.ZERO;
        }
        lock.lock();
        try {
            if (document.endpoints().isEmpty()) {
                dhcp.stop();
                return Duration.ZERO;
            }
            Link link = own(ip.links());
            return dhcp.serve(
                    StaticDhcpdConf.render(settings, document.endpoints()),
                    link.name() + " is interface " + link.index());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while applying network " + document.generation(), e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String tunnelAddress() {
        return "";
    }

    @Override
    public Optional<String> problem() {
        return findings.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", findings));
    }
}
