package io.jarrah.cc.network;

import io.jarrah.cc.dns.Dhcp6Server;
import io.jarrah.cc.os.ArpingCommand;
import io.jarrah.cc.os.BridgeCommand;
import io.jarrah.cc.os.Dhcpd;
import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.EthtoolCommand;
import io.jarrah.common.os.IpsetCommand;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.common.os.OwnChains;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real network, in this process' network namespace. Applying goes rules first, so that a new network is never
 * open and no public address is ever the host's own, then interfaces and public addresses, then DHCP; each part changes nothing
 * when it is as it should be.
 */
public final class LinuxNetworkPlane implements NetworkPlane {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxNetworkPlane.class);
    private static final String PROBE = OwnChains.PREFIX + "PROBE";

    private record Wanted(NetworkDocument document, Set<String> tunnelPeers) {}

    private final PlaneSettings settings;
    private final String dhcpd;
    private final IpCommand ip;
    private final BridgeCommand bridge;
    private final IpsetCommand ipset;
    private final EthtoolCommand ethtool;
    private final Firewall firewall;
    private final Transit transit;
    private final PublicAddresses publicAddresses;
    private final KernelSettings kernel;
    private final Dhcp dhcp;
    private final Dhcp6Server dhcp6;
    private final AddressGuard guard;
    private final ArpAnnouncer announcer;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile String tunnelAddress = "";
    private volatile List<String> findings = List.of();
    private volatile List<String> obstacles = List.of();
    private Optional<Wanted> applied = Optional.empty();

    /**
     * A plane whose files lie in that directory.
     *
     * @param dhcpd path of the dhcpd program
     * @param directory for dhcpd's configuration, leases and log, and for the list of public addresses
     * @param procSys {@code /proc/sys}, or a stand-in
     * @param guard told of the addresses that the cluster's networks have here, before they appear and after they went
     */
    public LinuxNetworkPlane(
            PlaneSettings settings,
            CommandRunner runner,
            String dhcpd,
            Path directory,
            Path procSys,
            AddressGuard guard) {
        this.settings = settings;
        this.dhcpd = dhcpd;
        this.ip = new IpCommand(runner);
        this.bridge = new BridgeCommand(runner);
        this.ipset = new IpsetCommand(runner);
        this.ethtool = new EthtoolCommand(runner);
        this.firewall = new Firewall(settings, runner);
        this.transit = new Transit(settings, ip, bridge);
        this.announcer = new ArpAnnouncer(new ArpingCommand(runner), guard::held);
        this.publicAddresses = new PublicAddresses(settings.publicInterface(), runner, announcer, directory);
        this.guard = guard;
        this.kernel = new KernelSettings(procSys);
        this.dhcp = new Dhcp(settings, new Dhcpd(runner, dhcpd), ip, directory, System::nanoTime);
        this.dhcp6 = new Dhcp6Server(
                new SegmentNames(settings.cluster()).dhcp6Id(),
                settings.lease(),
                new Dnsmasq(runner, Dnsmasq.PROGRAM),
                directory,
                System::nanoTime);
    }

    @Override
    public String name() {
        return "network";
    }

    /** Refuses to start on a host that lacks a program or a kernel feature, or whose interfaces are not those of the configuration. */
    @Override
    public void start() {
        Preflight.requirePrograms(dhcpd, Files::isExecutable);
        List<Link> present = ip.links();
        Map<String, Link> links =
                present.stream().collect(Collectors.toMap(Link::name, Function.identity(), (a, b) -> a));
        Link outside = requirePresent("VNET_PUBINTERFACE", settings.publicInterface(), links);
        Link device = requirePresent("VNET_PRIVINTERFACE", settings.privateInterface(), links);
        tunnelAddress = tunnelAddress(device);
        if (settings.wiring() == Wiring.VLAN && !ip.hasVlans(device.name())) {
            throw new IllegalStateException(
                    "this kernel has no VLAN interfaces (802.1q), which VNET_ISOLATION=\"VLAN\" needs;"
                            + " load them with modprobe 8021q and name 8021q in /etc/modules-load.d, or set"
                            + " VNET_ISOLATION=\"VXLAN\" on every host");
        }
        findings = Stream.of(
                        Preflight.overlaps(settings, present),
                        Preflight.stacked(settings, outside, device),
                        Preflight.offloads("VNET_PUBINTERFACE", outside, ethtool.features(outside.name())),
                        Preflight.offloads("VNET_PRIVINTERFACE", device, ethtool.features(device.name())))
                .flatMap(List::stream)
                .distinct()
                .toList();
        PrivateInterface.require(settings, device);
        kernelSettings();
        requireSets();
        findings.forEach(LOG::error);
    }

    /** Where tunnels end: those to other clusters, and, where networks are VXLANs, those to the nodes, without which there are none. */
    private String tunnelAddress(Link device) {
        List<String> gateways = device.labelled(SegmentNames.label(device.name()));
        Optional<String> address = settings.tunnelAddress().or(() -> device.addresses().stream()
                .filter(prefix -> !gateways.contains(prefix))
                .findFirst()
                .map(prefix -> prefix.substring(0, prefix.indexOf('/'))));
        if (address.isEmpty() && settings.wiring() == Wiring.VXLAN) {
            throw new IllegalStateException("interface " + device.name()
                    + " (VNET_PRIVINTERFACE) has no IPv4 address for the tunnels to the nodes; give it one, or set"
                    + " VNET_LOCALIP");
        }
        return address.orElse("");
    }

    private void requireSets() {
        try {
            ipset.restore("create " + PROBE + " hash:net,iface -exist\ndestroy " + PROBE + "\n");
        } catch (CommandFailedException e) {
            throw new IllegalStateException(
                    "no ipset of type hash:net,iface can be made; that needs CAP_NET_ADMIN and the kernel's module"
                            + " ip_set_hash_netiface: " + e.stderr(),
                    e);
        }
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
            announcer.stop();
            dhcp.stop();
            dhcp6.stop();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String tunnelAddress() {
        return tunnelAddress;
    }

    @Override
    public Optional<String> problem() {
        List<String> problems = new ArrayList<>(findings);
        problems.addAll(obstacles);
        publicAddresses.problem().ifPresent(problems::add);
        dhcp6.problem().ifPresent(problems::add);
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    @Override
    public Duration apply(NetworkDocument document, Collection<String> tunnelPeers) {
        lock.lock();
        try {
            Wanted wanted = new Wanted(document, Set.copyOf(tunnelPeers));
            Repairs repairs = new Repairs(applied.filter(wanted::equals).isPresent());
            kernelSettings();
            Set<String> ours = addresses(document);
            guard.guardAlso(ours);
            String sets = firewall.savedSets();
            List<Link> links = ip.links();
            lookAtPrivateInterface(links, document);
            PublicAddressPlan addresses = publicAddresses.plan(document, links, sets);
            publicAddresses.beforeRules(addresses, repairs);
            TunnelEnds ends = TunnelEnds.of(document, wanted.tunnelPeers(), tunnelAddress);
            firewall.apply(document, addresses.translated(), ends, sets, repairs);
            List<Link> now = interfaces(wanted, links, repairs);
            transit.apply(document, tunnelAddress, now, repairs);
            publicAddresses.afterRules(addresses, repairs);
            applied = Optional.of(wanted);
            guard.guardOnly(ours);
            Duration again = dhcp.serve(document, now);
            Duration again6 = settings.subnet6().isPresent() ? dhcp6.serve(document, ipv6(document)) : Duration.ZERO;
            return again.isZero() || (again6.isPositive() && again6.compareTo(again) < 0) ? again6 : again;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while applying network " + document.generation(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Gateways and public addresses. */
    private static Set<String> addresses(NetworkDocument document) {
        Set<String> addresses = new HashSet<>();
        document.segments()
                .forEach(segment ->
                        addresses.add(Ipv4Prefix.parse(segment.cidr()).gateway()));
        document.endpoints().forEach(endpoint -> endpoint.publicIp().ifPresent(addresses::add));
        return addresses;
    }

    /** Where tunnels end at one address on every controller nobody has to learn anything; switches do, and hosts that know the gateway by another MAC address. */
    private void announce(LinkPlan plan) {
        if (settings.wiring() != Wiring.VXLAN) {
            plan.gateways().forEach((gateway, device) -> announcer.announce(device, List.of(gateway)));
        }
    }

    private List<String> ipv6(NetworkDocument document) {
        return settings.gateways()
                .of(document.segments().stream()
                        .filter(segment -> segment.cidr6().isPresent())
                        .sorted(Comparator.comparingInt(NetworkSegment::segment))
                        .toList());
    }

    private void lookAtPrivateInterface(List<Link> links, NetworkDocument document) {
        List<String> found = new ArrayList<>(PrivateInterface.findings(settings, links, document.segments()));
        if (settings.subnet6().isEmpty()
                && document.segments().stream()
                        .anyMatch(segment -> segment.cidr6().isPresent())) {
            found.add("the cloud controller's networks have IPv6, but VNET_SUBNET6 is not set on this host;"
                    + " set it to the same, or instances get IPv4 only");
        }
        if (!found.equals(obstacles)) {
            found.forEach(LOG::error);
            obstacles = found;
        }
    }

    private void kernelSettings() {
        if (!kernel.set("net/ipv4/ip_forward", "1")) {
            throw new IllegalStateException("this kernel cannot forward IPv4; the cluster controller must");
        }
        settings.subnet6().ifPresent(subnet -> forwardIpv6());
        // In force where either this one or the interface's own is set; other interfaces have their own.
        kernel.set("net/ipv4/conf/all/send_redirects", "0");
        // With br_netfilter on, replies between guests of one bridge are matched as if they were forwarded.
        if (!kernel.set("net/bridge/bridge-nf-call-iptables", "0")) {
            LOG.debug("bridge netfilter is not loaded");
        }
        kernel.set("net/bridge/bridge-nf-call-ip6tables", "0");
    }

    /** A host that forwards hears no router of its own any more, unless it is told to all the same. */
    private void forwardIpv6() {
        String heeds = "net/ipv6/conf/" + settings.publicInterface() + "/accept_ra";
        if (kernel.get(heeds).filter("1"::equals).isPresent()) {
            kernel.set(heeds, "2");
        }
        if (!kernel.set("net/ipv6/conf/all/forwarding", "1")) {
            throw new IllegalStateException(
                    "this kernel has no IPv6, which VNET_SUBNET6 needs; boot without ipv6.disable=1, or unset it");
        }
    }

    private List<Link> interfaces(Wanted wanted, List<Link> links, Repairs repairs) {
        List<NetworkSegment> segments = wanted.document().segments();
        LinkPlan plan =
                LinkPlanner.plan(settings, tunnelAddress, segments, wanted.tunnelPeers(), links, bridge.floodEntries());
        repairs.note("interfaces", plan.ip());
        repairs.note("tunnel ends", plan.bridge());
        ip.batch(plan.ip());
        bridge.batch(plan.bridge());
        announce(plan);
        for (String device : settings.gateways().of(segments)) {
            // A hairpin leaves the way it came; the guest must not be told to take a shorter way, which is not
            // translated.
            kernel.set("net/ipv4/conf/" + device + "/send_redirects", "0");
        }
        return plan.isEmpty() ? links : ip.links();
    }
}
