package io.jarrah.cloud.bench;

import io.jarrah.cloud.bench.os.Namespace;
import io.jarrah.cloud.bench.os.Timed;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.nc.network.NodeNetworkPlane;
import io.jarrah.nc.network.Uplink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The node's part: 500 guests of the sample, behind one firewall. */
final class NodeBench {
    private static final int EQUAL = 500;
    private static final int CHANGES = 9;

    private final Figures figures;
    private final Path work;

    NodeBench(Figures figures, Path work) {
        this.figures = figures;
        this.work = work;
    }

    /** A plane in that namespace, whose kernel settings were made by who made the namespace. */
    static NodeNetworkPlane plane(CommandRunner runner, Path directory) throws IOException {
        Path setting = directory.resolve("sys/net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(setting.getParent());
        Files.writeString(setting, "1\n");
        return new NodeNetworkPlane(
                Uplink.vxlan("eth1"),
                directory.resolve("network.json"),
                NodeNetworkPlane.Programs.of(runner, new KernelSettings(directory.resolve("sys"))),
                Set::of);
    }

    /** With programs that do nothing: what is left is reckoning, and writing the state file. */
    void plan(NetworkDocument document) throws Exception {
        CommandRunner nothing = command -> new CommandResult(0, command.argv().contains("-j") ? "[]" : "", "");
        NodeNetwork network = node(document, 1);
        double millis = figures.median("plan of a node with 500 guests, all of it anew", 9, () -> {
            NodeNetworkPlane plane = plane(nothing, Files.createTempDirectory(work, "plan"));
            plane.desire(network);
            // What is confirmed after it by reading back is not there: the programs do nothing.
            boolean[] planned = {false};
            try {
                plane.converge(() -> planned[0] = true);
            } catch (IllegalStateException e) {
                if (!planned[0]) {
                    throw e;
                }
            }
        });
        figures.row("nc: plan of 500 guests' part, limit", millis, 1000, "ms");
    }

    static NodeNetwork node(NetworkDocument document, long generation) {
        NodeNetwork part = SampleNetwork.node(document, List.of(ClusterBench.TUNNEL));
        return new NodeNetwork(generation, part.segments(), part.tunnelPeers(), part.endpoints(), part.groups());
    }

    /** The first apply, and changes of one rule. */
    void apply(NetworkDocument document, Namespace space) throws Exception {
        Timed timed = new Timed(space);
        NodeNetworkPlane plane = plane(timed, Files.createTempDirectory(work, "node"));
        double first = figures.once("first apply of a node with 500 guests", () -> {
            plane.desire(node(document, 1));
            plane.converge(() -> {});
        });
        figures.say(timed.spent());
        figures.row("nc: first apply of 500 guests' part, limit", first / 1000, 20, "s");
        double again = figures.median("again, nothing changed", 5, () -> plane.converge(() -> {}));
        figures.row("nc: apply when nothing changed, limit (every 5 s)", again, 1000, "ms");
        timed.spent();
        change("nc: one prefix more at the plane, limit", document, plane, 100);
        figures.say(timed.spent());
        change("nc: one port more at the plane, limit", document, plane, 200);
        figures.say(timed.spent());
    }

    /** One more permission each time: in a set that is there, or as a rule of its own. */
    private void change(String name, NetworkDocument document, NodeNetworkPlane plane, int base) throws Exception {
        List<NodeNetwork> steps = new ArrayList<>();
        NetworkDocument changed = document;
        for (int i = 0; i < CHANGES; i++) {
            int port = base == 100 ? 22 : base + i;
            changed = SampleNetwork.withRule(
                    changed,
                    1,
                    new SecurityRule(
                            false, 6, port, port, Optional.of("192.0.2." + (base + i) + "/32"), Optional.empty()));
            steps.add(node(changed, base + i));
        }
        int[] next = {0};
        double millis = figures.median(name, CHANGES, () -> {
            plane.desire(steps.get(next[0]++));
            plane.converge(() -> {});
        });
        figures.row(name, millis, 300, "ms");
        plane.desire(node(document, base + CHANGES));
        plane.converge(() -> {});
    }

    /** As many permissions by one command each. */
    void peer(NetworkDocument document, Namespace ours, Namespace peer) throws Exception {
        NodeNetwork part = node(document, 1);
        List<SecurityRule> rules = new ArrayList<>();
        for (int i = 0; i < EQUAL; i++) {
            rules.add(new SecurityRule(false, 6, 1000 + i, 1000 + i, Optional.of("198.51.100.0/24"), Optional.empty()));
        }
        NodeNetwork small = new NodeNetwork(
                1,
                part.segments().subList(0, 1),
                part.tunnelPeers(),
                part.endpoints().subList(0, 1),
                List.of(
                        new SecurityGroup(SampleNetwork.defaultGroup(0), List.of(), List.of()),
                        new SecurityGroup(SampleNetwork.webGroup(0), rules, List.of())));
        NodeNetworkPlane plane = plane(ours, Files.createTempDirectory(work, "equal"));
        double one = figures.once(EQUAL + " permissions in one commit", () -> {
            plane.desire(small);
            plane.converge(() -> {});
        });
        double each = figures.once(EQUAL + " permissions, one iptables -A each", () -> {
            for (SecurityRule rule : rules) {
                peer.line("/usr/sbin/iptables -A FORWARD -s 198.51.100.0/24 -p tcp -m tcp --dport " + rule.from()
                        + " -j ACCEPT");
            }
        });
        figures.row("nc: 500 rules, one iptables -A each", one, each, "ms");
    }
}
