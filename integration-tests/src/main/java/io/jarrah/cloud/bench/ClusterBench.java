package io.jarrah.cloud.bench;

import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.network.DhcpdConfRenderer;
import io.jarrah.cc.network.DocumentCheck;
import io.jarrah.cc.network.FirewallRenderer;
import io.jarrah.cc.network.IpSets;
import io.jarrah.cc.network.LinkPlanner;
import io.jarrah.cc.network.LinuxNetworkPlane;
import io.jarrah.cc.network.PlaneSettings;
import io.jarrah.cc.network.TunnelEnds;
import io.jarrah.cloud.bench.os.Namespace;
import io.jarrah.cloud.bench.os.Timed;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.IpsetCommand;
import io.jarrah.common.os.OwnChains;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cluster controller's network, in this process' network namespace. */
final class ClusterBench {
    static final String TUNNEL = "192.168.70.1";
    static final String NODE_TUNNEL = "192.168.70.11";
    private static final OwnChains NO_CHAINS = OwnChains.parse("");
    private static final int EQUAL = 250;

    private final Figures figures;
    private final SampleNetwork sample;

    ClusterBench(Figures figures, SampleNetwork sample) {
        this.figures = figures;
        this.sample = sample;
    }

    static PlaneSettings settings() {
        return new PlaneSettings(
                new ClusterName("zone1"),
                Ipv4Prefix.parse("172.16.0.0/12"),
                "eth0",
                "eth1",
                Wiring.VXLAN,
                Optional.empty(),
                List.of("198.18.255.1"),
                List.of(),
                Optional.empty(),
                8773,
                OptionalInt.empty(),
                Duration.ofMinutes(20),
                Optional.empty());
    }

    static LinuxNetworkPlane plane(CommandRunner runner, Path directory) {
        return new LinuxNetworkPlane(
                settings(), runner, "/usr/sbin/dhcpd", directory, Path.of("/proc/sys"), Lease.ALONE);
    }

    /** What is reckoned without asking the kernel anything. */
    void plan(NetworkDocument document) throws Exception {
        double millis = figures.median("plan of the cluster controller, all of it anew", 9, () -> {
            DocumentCheck.require(document, VnetMode.MANAGED);
            SortedMap<String, String> addresses = publicAddresses(document);
            sets(document, addresses);
            FirewallRenderer.render(settings(), addresses, NO_CHAINS);
            LinkPlanner.plan(settings(), TUNNEL, document.segments(), List.of(NODE_TUNNEL), List.of(), Map.of());
            DhcpdConfRenderer.render(settings(), document);
        });
        figures.row("cc: plan of the whole document, limit", millis, 1000, "ms");
    }

    private static IpSets.Plan sets(NetworkDocument document, SortedMap<String, String> addresses) {
        return IpSets.plan(
                document,
                settings().gateways(),
                addresses.keySet(),
                TunnelEnds.of(document, List.of(NODE_TUNNEL), TUNNEL),
                "");
    }

    private static SortedMap<String, String> publicAddresses(NetworkDocument document) {
        SortedMap<String, String> addresses = new TreeMap<>();
        document.endpoints().forEach(endpoint -> endpoint.publicIp()
                .ifPresent(address -> addresses.put(address, endpoint.privateIp())));
        return addresses;
    }

    /** The first apply and the later ones; what was made stays, for who measures on. */
    void apply(NetworkDocument document, CommandRunner runner, Path directory) throws Exception {
        Timed timed = new Timed(runner);
        LinuxNetworkPlane plane = plane(timed, directory);
        plane.start();
        double first = figures.once("first apply of the cluster controller", () -> settle(plane, document));
        figures.say(timed.spent());
        figures.row("cc: first apply, until dhcpd runs, limit", first / 1000, 20, "s");
        double again = figures.median("again, nothing changed", 3, () -> settle(plane, document));
        figures.say(timed.spent());
        figures.row("cc: apply when nothing changed, limit (every 6 s)", again, 4000, "ms");
        NetworkDocument without = withoutLast(document);
        double fewer = figures.median("one public address and instance less, or more", 1, () -> {
            plane.apply(without, List.of(NODE_TUNNEL));
        });
        figures.row("cc: apply of one instance's end, limit", fewer, 4000, "ms");
        figures.once("and back", () -> settle(plane, document));
        plane.stop();
    }

    private static NetworkDocument withoutLast(NetworkDocument document) {
        List<NetworkEndpoint> endpoints = new ArrayList<>(document.endpoints());
        endpoints.removeIf(
                endpoint -> endpoint.publicIp().filter("203.0.7.250"::equals).isPresent());
        return new NetworkDocument(document.generation() + 1, document.segments(), endpoints, document.groups());
    }

    private static void settle(LinuxNetworkPlane plane, NetworkDocument document) throws InterruptedException {
        Duration again = plane.apply(document, List.of(NODE_TUNNEL));
        while (again.isPositive()) {
            Thread.sleep(again);
            again = plane.apply(document, List.of(NODE_TUNNEL));
        }
    }

    /** As many rules of address translation by one command each. */
    void peer(Namespace ours, Namespace peer) throws Exception {
        SortedMap<String, String> addresses = new TreeMap<>();
        publicAddresses(sample.document(1)).entrySet().stream()
                .limit(EQUAL)
                .forEach(entry -> addresses.put(entry.getKey(), entry.getValue()));
        String text = FirewallRenderer.render(settings(), addresses, NO_CHAINS);
        new IpsetCommand(ours)
                .restore(String.join(
                                "\n",
                                sets(NetworkDocument.EMPTY, new TreeMap<>()).grow()) + "\n");
        double one = figures.once(2 * EQUAL + " rules of translation in one commit", () -> ours.rules(text));
        double each = figures.once(2 * EQUAL + " rules of translation, one iptables -A each", () -> {
            for (Map.Entry<String, String> entry : addresses.entrySet()) {
                peer.line("/usr/sbin/iptables -t nat -A PREROUTING -d " + entry.getKey() + " -j DNAT --to-destination "
                        + entry.getValue());
                peer.line("/usr/sbin/iptables -t nat -A POSTROUTING -s " + entry.getValue() + " -j SNAT --to-source "
                        + entry.getKey());
            }
        });
        figures.row("cc: 500 NAT rules, one iptables -A each", one, each, "ms");
    }
}
