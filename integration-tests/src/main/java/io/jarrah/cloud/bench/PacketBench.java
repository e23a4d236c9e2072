package io.jarrah.cloud.bench;

import io.jarrah.cloud.bench.os.Namespace;
import io.jarrah.cloud.bench.os.PacketAgent;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.nc.network.NodeNetworkPlane;
import io.jarrah.nc.network.TapNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the number of permissions costs a packet that begins a flow: two guests of one bridge, ours against one rule each. */
final class PacketBench {
    private static final List<Integer> COUNTS = List.of(10, 100, 1000, 10_000);
    private static final int PER_GROUP = 1000;
    private static final int PORT = 7000;
    private static final int TRIPS = 2000;
    private static final int SENDER = 0;
    private static final int RECEIVER = 1;

    private final Figures figures;
    private final Path work;
    private final Path script;

    PacketBench(Figures figures, Path work, Path script) {
        this.figures = figures;
        this.work = work;
        this.script = script;
    }

    /** Two guests in namespaces of their own, on the bridge of segment 10 in another one. */
    record Pair(Namespace host, Namespace sender, String senderName, Namespace receiver, String receiverName) {
        void plug() {
            PacketBench.plug(host, SENDER, sender, senderName);
            PacketBench.plug(host, RECEIVER, receiver, receiverName);
        }
    }

    /** Gives an instance's stand-in its tap, address and route. */
    static void plug(Namespace host, int instance, Namespace guest, String guestName) {
        String tap = TapNames.of(SampleNetwork.instance(instance));
        int segment = SampleNetwork.FIRST_SEGMENT + SampleNetwork.networkOf(instance);
        host.line("ip link add name " + tap + " type veth peer name eth0 netns " + guestName);
        host.line("ip link set " + tap + " master br" + segment + " up");
        guest.line("ip link set eth0 address " + SampleNetwork.mac(instance) + " mtu " + SampleNetwork.MTU + " up");
        guest.line("ip address add " + SampleNetwork.address(instance) + "/24 dev eth0");
        String gateway = SampleNetwork.cidr(SampleNetwork.networkOf(instance)).replace("0/24", "1");
        guest.line("ip route add default via " + gateway);
        // Without it packets between such ends have checksums that nobody fills in.
        host.line("ethtool -K " + tap + " tx off");
        guest.line("ethtool -K eth0 tx off");
    }

    void run(SampleNetwork sample, Pair ours, Pair peer) throws Exception {
        NodeNetworkPlane plane = NodeBench.plane(ours.host(), Files.createTempDirectory(work, "packets"));
        apply(plane, sample, 1, 1);
        ours.plug();
        peer.host().line("ip link add name br10 type bridge");
        peer.host().line("ip link set br10 up");
        peer.plug();
        try (Ends our = new Ends(ours, script);
                Ends their = new Ends(peer, script)) {
            double least = Double.MAX_VALUE;
            double most = 0;
            for (int count : COUNTS) {
                apply(plane, sample, count, count);
                peer.host().rules(list(count));
                our.requireClosed();
                their.requireClosed();
                // In turns, so that a busy machine is busy for both.
                double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
                for (int i = 0; i < 3; i++) {
                    best[0] = Math.min(best[0], our.trip());
                    best[1] = Math.min(best[1], their.trip());
                }
                figures.say(String.format(
                        Locale.ROOT,
                        "first packet past %5d permissions: %8.1f us, peer %8.1f us",
                        count,
                        best[0],
                        best[1]));
                figures.row("packet: past " + count + " permissions, a rule each", best[0], best[1], "us");
                least = Math.min(least, best[0]);
                most = Math.max(most, best[0]);
            }
            figures.row("packet: dearest count, limit 1.5 x cheapest", most, 1.5 * least, "us");
        }
    }

    private static final class Ends implements AutoCloseable {
        private final PacketAgent sender;
        private final PacketAgent receiver;

        Ends(Pair pair, Path script) {
            this.sender = new PacketAgent(pair.sender(), script);
            this.receiver = new PacketAgent(pair.receiver(), script);
            receiver.ask("echo " + PORT + " " + (PORT + 1));
        }

        /** Else the packets would not pass what is measured. */
        void requireClosed() {
            String answer = sender.ask("closed " + SampleNetwork.address(RECEIVER) + " " + (PORT + 1));
            if (!answer.equals("closed")) {
                throw new IllegalStateException("a port that nothing permits is " + answer);
            }
        }

        /** Median microseconds there and back. */
        double trip() {
            String[] answer = sender.ask("trips " + SampleNetwork.address(RECEIVER) + " " + PORT + " " + TRIPS)
                    .split(" ", -1);
            if (!answer[1].equals("0")) {
                throw new IllegalStateException(answer[1] + " of " + TRIPS + " packets got no answer");
            }
            return Double.parseDouble(answer[0]);
        }

        @Override
        public void close() {
            sender.close();
            receiver.close();
        }
    }

    private static String prefix(int number) {
        return "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255) + "/32";
    }

    private static void apply(NodeNetworkPlane plane, SampleNetwork sample, int count, long generation)
            throws Exception {
        SecurityGroupId open = SampleNetwork.defaultGroup(0);
        List<SecurityGroup> groups = new ArrayList<>();
        groups.add(new SecurityGroup(
                open,
                List.of(new SecurityRule(true, -1, -1, -1, Optional.of("0.0.0.0/0"), Optional.empty())),
                List.of()));
        List<SecurityGroupId> ids = new ArrayList<>();
        for (int from = 0; from < count; from += PER_GROUP) {
            List<SecurityRule> rules = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + PER_GROUP); i++) {
                // Only the last one permits the sender.
                String prefix = i == count - 1 ? SampleNetwork.address(SENDER) + "/32" : prefix(i);
                rules.add(new SecurityRule(false, 17, PORT, PORT, Optional.of(prefix), Optional.empty()));
            }
            ids.add(SampleNetwork.webGroup(from / PER_GROUP));
            groups.add(new SecurityGroup(ids.getLast(), rules, List.of()));
        }
        NetworkSegment segment = new NetworkSegment(
                SampleNetwork.network(0), sample.account(0), SampleNetwork.FIRST_SEGMENT, SampleNetwork.cidr(0), 1450);
        plane.desire(new NodeNetwork(
                generation,
                List.of(segment),
                List.of(),
                List.of(endpoint(SENDER, List.of(open)), endpoint(RECEIVER, ids)),
                groups));
        plane.converge(() -> {});
    }

    private static NetworkEndpoint endpoint(int instance, List<SecurityGroupId> groups) {
        return new NetworkEndpoint(
                SampleNetwork.instance(instance),
                SampleNetwork.network(0),
                SampleNetwork.mac(instance),
                SampleNetwork.address(instance),
                SampleNetwork.hostname(instance),
                groups,
                Optional.empty());
    }

    private static String list(int count) {
        StringBuilder text = new StringBuilder("*filter\n:FORWARD DROP [0:0]\n-F FORWARD\n");
        text.append("-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n");
        for (int i = 0; i < count; i++) {
            String prefix = i == count - 1 ? SampleNetwork.address(SENDER) + "/32" : prefix(i);
            text.append("-A FORWARD -s ")
                    .append(prefix)
                    .append(" -p udp -m udp --dport ")
                    .append(PORT)
                    .append(" -j ACCEPT\n");
        }
        return text.append("COMMIT\n").toString();
    }
}
