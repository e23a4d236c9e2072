package io.jarrah.cc.network;

import io.jarrah.cc.os.BridgeCommand;
import io.jarrah.cc.os.Dhcpd;
import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.common.os.OwnChains;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real network, in this process' network namespace. Applying goes rules first, so that a new network is never
 * open, then interfaces, then DHCP; each part changes nothing when it is as it should be.
 */
public final class LinuxNetworkPlane implements NetworkPlane {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxNetworkPlane.class);

    private final PlaneSettings settings;
    private final IpCommand ip;
    private final BridgeCommand bridge;
    private final IptablesSave iptablesSave;
    private final IptablesRestore iptablesRestore;
    private final KernelSettings kernel;
    private final Dhcp dhcp;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile String tunnelAddress = "";
    private String appliedRules = "";
    private List<String> rulesAfterwards = List.of();

    /**
     * A plane whose files lie in that directory.
     *
     * @param dhcpd path of the dhcpd program
     * @param directory for dhcpd's configuration, leases and log
     * @param procSys {@code /proc/sys}, or a stand-in
     */
    public LinuxNetworkPlane(PlaneSettings settings, CommandRunner runner, String dhcpd, Path directory, Path procSys) {
        this.settings = settings;
        this.ip = new IpCommand(runner);
        this.bridge = new BridgeCommand(runner);
        this.iptablesSave = new IptablesSave(runner);
        this.iptablesRestore = new IptablesRestore(runner);
        this.kernel = new KernelSettings(procSys);
        this.dhcp = new Dhcp(settings, new Dhcpd(runner, dhcpd), ip, directory, System::nanoTime);
    }

    @Override
    public String name() {
        return "network";
    }

    /** Refuses to start on a host whose interfaces are not those of the configuration. */
    @Override
    public void start() {
        Map<String, Link> links =
                ip.links().stream().collect(Collectors.toMap(Link::name, Function.identity(), (a, b) -> a));
        requirePresent("VNET_PUBINTERFACE", settings.publicInterface(), links);
        Link device = requirePresent("VNET_PRIVINTERFACE", settings.privateInterface(), links);
        tunnelAddress = settings.tunnelAddress()
                .or(() -> device.addresses().stream()
                        .findFirst()
                        .map(address -> address.substring(0, address.indexOf('/'))))
                .orElseThrow(() -> new IllegalStateException("interface " + settings.privateInterface()
                        + " (VNET_PRIVINTERFACE) has no IPv4 address for the tunnels to the nodes; give it one, or set"
                        + " VNET_LOCALIP"));
        kernelSettings();
    }

    private static Link requirePresent(String setting, String name, Map<String, Link> links) {
        Link link = links.get(name);
        if (link == null) {
            throw new IllegalStateException("there is no interface " + name + " (" + setting + "); there are: "
                    + String.join(", ", links.keySet().stream().sorted().toList()));
        }
        return link;
    }

    /** The network stays as it is, for the guests; only DHCP ends: its relay is in this process, and dhcpd its child. */
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
    public String tunnelAddress() {
        return tunnelAddress;
    }

    @Override
    public Duration apply(NetworkDocument document, Collection<String> tunnelPeers) {
        lock.lock();
        try {
            kernelSettings();
            firewall(document);
            List<Link> links = interfaces(document, tunnelPeers);
            return dhcp.serve(document, links);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while applying network " + document.generation(), e);
        } finally {
            lock.unlock();
        }
    }

    private void kernelSettings() {
        if (!kernel.set("net/ipv4/ip_forward", "1")) {
            throw new IllegalStateException("this kernel cannot forward IPv4; the cluster controller must");
        }
        // With br_netfilter on, replies between guests of one bridge are matched as if they were forwarded.
        if (!kernel.set("net/bridge/bridge-nf-call-iptables", "0")) {
            LOG.debug("bridge netfilter is not loaded");
        }
    }

    private void firewall(NetworkDocument document) {
        OwnChains current = OwnChains.parse(iptablesSave.save());
        String rules = FirewallRenderer.render(settings, document, current);
        if (rules.equals(appliedRules) && current.ownLines().equals(rulesAfterwards)) {
            return;
        }
        iptablesRestore.restore(rules);
        OwnChains after = OwnChains.parse(iptablesSave.save());
        rulesAfterwards = after.ownLines();
        appliedRules = FirewallRenderer.render(settings, document, after);
        LOG.info("rules of {} networks applied", document.segments().size());
    }

    private List<Link> interfaces(NetworkDocument document, Collection<String> tunnelPeers) {
        List<Link> links = ip.links();
        LinkPlan plan = LinkPlanner.plan(
                settings, tunnelAddress, document.segments(), tunnelPeers, links, bridge.floodEntries());
        if (plan.isEmpty()) {
            return links;
        }
        LOG.info(
                "changing interfaces: {} lines to ip, {} to bridge",
                plan.ip().size(),
                plan.bridge().size());
        ip.batch(plan.ip());
        bridge.batch(plan.bridge());
        return ip.links();
    }
}
