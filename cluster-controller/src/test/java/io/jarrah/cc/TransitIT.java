package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.net.Wiring;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@link TwoClusters} whose networks are VXLANs. A stranger reaches the first controller, but is no peer of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TransitIT {
    private static final NetworkEndpoint ALICE = TwoClusters.ALICE;
    private static final NetworkEndpoint BOB = TwoClusters.BOB;
    private static final NetworkEndpoint NARROW = TwoClusters.NARROW;
    private static final String FOREIGN_SOURCE = "-A JARRAH-TRANSIT -m set ! --match-set JARRAH-REMOTE src -j DROP";
    private static final String FOREIGN_DESTINATION =
            "-A JARRAH-TRANSIT -m set ! --match-set JARRAH-PREFIX dst -j DROP";

    @TempDir
    static Path directory;

    private static TwoClusters clusters;
    private static Lab zone1;
    private static Lab zone2;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(TransitIT.class);
        clusters = new TwoClusters(directory, Wiring.VXLAN);
        zone1 = clusters.zone1();
        zone2 = clusters.zone2();
        clusters.build();
        zone1.in("router", "ip", "route", "add", "default", "via", "10.99.0.2");
        zone1.namespace("stranger");
        TwoClusters.wire(zone1, "eth3", "192.168.90.1/24", zone1.full("stranger"));
        TwoClusters.address(zone1, "stranger", "eth3", "192.168.90.9/24");
        zone1.in("stranger", "ip", "route", "add", "192.168.70.0/24", "via", "192.168.90.1");
        clusters.join();
    }

    @AfterAll
    static void remove() throws Exception {
        if (clusters != null) {
            clusters.close();
        }
    }

    @Test
    @Order(1)
    void privateAddressesAreReachedAndKept() throws Exception {
        assertThat(zone1.tcp("alice", BOB.privateIp())).isEqualTo("bob " + ALICE.privateIp());
        assertThat(zone2.tcp("bob", ALICE.privateIp())).isEqualTo("alice " + BOB.privateIp());
        assertThat(zone2.udp("narrow", ALICE.privateIp(), 5000)).isEqualTo("alice " + NARROW.privateIp());
        assertThat(zone1.canPing("alice", "172.16.20.1"))
                .as("the gateway of a network there")
                .isTrue();
        assertThat(zone2.canPing("router", ALICE.privateIp()))
                .as("from the controller there")
                .isTrue();
    }

    @Test
    @Order(2)
    void aSenderLearnsOfASmallerNetworkInTheOtherCluster() {
        assertThat(zone1.in("alice", Lab.PYTHON, "-c", """
                import socket, time
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.setsockopt(socket.IPPROTO_IP, 10, 2)  # IP_MTU_DISCOVER: never fragment
                s.connect(("172.16.30.9", 7777))
                for i in range(100):
                    try:
                        s.send(bytes(1410))
                    except OSError:
                        break
                    time.sleep(0.05)
                print(s.getsockopt(socket.IPPROTO_IP, 14))  # IP_MTU
                """).strip()).isEqualTo("1400");
    }

    @Test
    @Order(3)
    void aSmallerWayBetweenTheClustersLosesNothing() {
        zone1.in("router", "ip", "link", "set", "eth2", "mtu", "1300");
        zone2.in("router", "ip", "link", "set", "eth2", "mtu", "1300");
        assertThat(zone1.in("alice", Lab.PYTHON, "-c", """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.settimeout(5)
                s.connect(("172.16.20.5", 7777))
                s.send(bytes(1420))
                print(s.recv(100).decode())
                """).strip()).isEqualTo("bob " + ALICE.privateIp());
    }

    @Test
    @Order(4)
    void whatAPeerSendsIsFromItsNetworksToOurs() throws Exception {
        long before = echoes(zone1, "alice");
        zone2.in("router", "ip", "address", "add", "172.16.99.9/32", "dev", "lo");
        ping(zone2, "router", "172.16.20.1", ALICE.privateIp());
        assertThat(echoes(zone1, "alice")).as("its own source").isGreaterThan(before);

        long own = echoes(zone1, "alice");
        long dropped = packets(zone1, FOREIGN_SOURCE);
        ping(zone2, "router", "172.16.99.9", ALICE.privateIp());
        assertThat(packets(zone1, FOREIGN_SOURCE)).as("a foreign source").isGreaterThan(dropped);
        assertThat(echoes(zone1, "alice")).isEqualTo(own);

        // The controller there takes the route away again sooner or later.
        Eventually.until("a foreign destination is dropped", () -> packets(zone1, FOREIGN_DESTINATION), () -> {
            zone2.in(
                    "router",
                    "ip",
                    "route",
                    "replace",
                    "203.0.113.9",
                    "via",
                    "192.168.70.1",
                    "dev",
                    "jtransit",
                    "onlink");
            ping(zone2, "router", "172.16.20.1", "203.0.113.9");
            return packets(zone1, FOREIGN_DESTINATION) > 0;
        });
    }

    @Test
    @Order(5)
    void whoIsNoPeerSendsNoTunnels() throws Exception {
        zone1.in(
                "stranger",
                "ip",
                "link",
                "add",
                "name",
                "transit",
                "address",
                "0e:4a:c0:a8:5a:09",
                "type",
                "vxlan",
                "id",
                "16777215",
                "local",
                "192.168.90.9",
                "remote",
                "192.168.70.1",
                "dstport",
                "8472");
        zone1.in("stranger", "ip", "link", "set", "transit", "mtu", "1400", "up");
        zone1.in("stranger", "ip", "address", "add", "172.16.20.77/32", "dev", "lo");
        String controller = "0e:4a:c0:a8:46:01";
        zone1.in("stranger", "ip", "neigh", "replace", "192.168.70.1", "lladdr", controller, "dev", "transit");
        zone1.in("stranger", "ip", "route", "add", "172.16.10.5", "via", "192.168.70.1", "dev", "transit", "onlink");
        long before = echoes(zone1, "alice");
        long dropped = packets(zone1, tunnels(8472, "PEERS"));
        ping(zone1, "stranger", "172.16.20.77", ALICE.privateIp());
        assertThat(packets(zone1, tunnels(8472, "PEERS"))).isGreaterThan(dropped);
        assertThat(echoes(zone1, "alice")).isEqualTo(before);
        Eventually.until("a peer would get in", () -> echoes(zone1, "alice"), () -> {
            zone1.in("router", "ipset", "add", "JARRAH-PEERS", "192.168.90.9", "-exist");
            ping(zone1, "stranger", "172.16.20.77", ALICE.privateIp());
            return echoes(zone1, "alice") > before;
        });
    }

    @Test
    @Order(6)
    void whoIsNoNodeGetsIntoNoNetwork() throws Exception {
        String router = zone1.in("router", "cat", "/sys/class/net/br10/address").strip();
        zone1.in(
                "stranger",
                "ip",
                "link",
                "add",
                "name",
                "net",
                "type",
                "vxlan",
                "id",
                "10",
                "local",
                "192.168.90.9",
                "remote",
                "192.168.70.1",
                "dstport",
                "4789");
        zone1.in("stranger", "ip", "link", "set", "net", "mtu", "1400", "up");
        zone1.in("stranger", "ip", "address", "add", "172.16.10.99/32", "dev", "net");
        zone1.in("stranger", "ip", "route", "add", "172.16.10.1", "dev", "net");
        zone1.in("stranger", "ip", "neigh", "replace", "172.16.10.1", "lladdr", router, "dev", "net");
        long before = echoes(zone1, "router");
        long dropped = packets(zone1, tunnels(4789, "NODES"));
        ping(zone1, "stranger", "172.16.10.99", "172.16.10.1");
        assertThat(packets(zone1, tunnels(4789, "NODES"))).isGreaterThan(dropped);
        assertThat(echoes(zone1, "router")).isEqualTo(before);
        Eventually.until("a node would get in", () -> echoes(zone1, "router"), () -> {
            zone1.in("router", "ipset", "add", "JARRAH-NODES", "192.168.90.9", "-exist");
            ping(zone1, "stranger", "172.16.10.99", "172.16.10.1");
            return echoes(zone1, "router") > before;
        });
    }

    @Test
    @Order(7)
    void aTenantSendsNoTunnels() throws Exception {
        String last = "-A JARRAH-LOCAL -j DROP";
        for (int port : List.of(4789, 8472)) {
            long local = packets(zone1, last);
            long outward = packets(zone1, "-A JARRAH-FROM -o eth0 -p udp -m udp --dport " + port + " -j DROP");
            send("172.16.10.1", port);
            send("192.168.70.1", port);
            assertThat(packets(zone1, last)).as("to the controller").isEqualTo(local + 2);
            send("10.99.0.2", port);
            assertThat(packets(zone1, "-A JARRAH-FROM -o eth0 -p udp -m udp --dport " + port + " -j DROP"))
                    .as("to the outside, where they would come from the controller's address")
                    .isEqualTo(outward + 1);
        }
        assertThat(zone1.udp("alice", BOB.privateIp(), 4789))
                .as("an instance's own use of the port")
                .isEqualTo("bob " + ALICE.privateIp());
    }

    @Test
    @Order(8)
    void theOutsideDoesNotGetThroughToAnotherCluster() throws Exception {
        zone1.in("out", "ip", "route", "replace", "172.16.20.0/24", "via", "10.99.0.1");
        long before = echoes(zone2, "bob");
        long dropped = packets(zone1, "-A JARRAH-FORWARD -o jtransit -j DROP");
        ping(zone1, "out", "10.99.0.2", BOB.privateIp());
        assertThat(packets(zone1, "-A JARRAH-FORWARD -o jtransit -j DROP")).isGreaterThan(dropped);
        assertThat(echoes(zone2, "bob")).isEqualTo(before);
    }

    @Test
    @Order(9)
    void whatSomebodyBreaksIsRepaired() throws Exception {
        zone1.in("router", "ip", "link", "delete", "dev", "jtransit");
        zone2.in("router", "ip", "neigh", "flush", "dev", "jtransit", "nud", "permanent");
        zone2.in("router", "ip", "route", "flush", "dev", "jtransit");
        zone1.resync();
        zone2.resync();
        assertThat(zone1.tcp("alice", BOB.privateIp())).isEqualTo("bob " + ALICE.privateIp());
        assertThat(zone1.log()).contains("the network drifted and is repaired, the way to other clusters");
        int commands = zone1.commands().size();
        zone1.resync();
        assertThat(zone1.commands().subList(commands, zone1.commands().size()))
                .as("nothing is changed when all is as it should be")
                .noneMatch(command -> command.contains("-batch"));
    }

    @Test
    @Order(10)
    void aClusterThatGoesIsNotReachedAndNothingIsLeftOfIt() throws Exception {
        clusters.part();
        assertThat(zone1.in("router", "ip", "-br", "link")).doesNotContain("jtransit");
        assertThat(zone1.in("router", "ip", "route")).doesNotContain("172.16.20.0");
        assertThat(zone1.in("router", "ipset", "save")).doesNotContain("172.16.20.0", "192.168.80.1");
        long before = packets(zone1, "-A JARRAH-FROM -j DROP");
        ping(zone1, "alice", ALICE.privateIp(), BOB.privateIp());
        assertThat(packets(zone1, "-A JARRAH-FROM -j DROP"))
                .as("nor sent out of the public interface")
                .isGreaterThan(before);
        clusters.join();
        assertThat(zone1.tcp("alice", BOB.privateIp())).isEqualTo("bob " + ALICE.privateIp());
    }

    /** Two echo requests; whether they are answered does not matter. */
    private static void ping(Lab lab, String from, String source, String to) {
        lab.can(from, "busybox", "ping", "-c", "2", "-W", "1", "-I", source, to);
    }

    private static void send(String to, int port) {
        zone1.in(
                "alice",
                Lab.PYTHON,
                "-c",
                "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('" + to + "', " + port
                        + "))");
    }

    private static String tunnels(int port, String set) {
        return "-A JARRAH-INPUT ! -i lo -p udp -m udp --dport " + port + " -m set ! --match-set JARRAH-" + set
                + " src -j DROP";
    }

    /** How many packets that rule of the lab's router matched. */
    private static long packets(Lab lab, String rule) {
        Matcher matcher = Pattern.compile("(?m)^\\[([0-9]+):[0-9]+] " + Pattern.quote(rule) + "$")
                .matcher(lab.in("router", "iptables-save", "-c", "-t", "filter"));
        assertThat(matcher.find()).as("rule %s", rule).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** How many echo requests came in there. */
    private static long echoes(Lab lab, String name) {
        List<String[]> lines = lab.in(name, "cat", "/proc/net/snmp")
                .lines()
                .filter(line -> line.startsWith("Icmp: "))
                .map(line -> line.split(" ", -1))
                .toList();
        return Long.parseLong(lines.get(1)[Arrays.asList(lines.get(0)).indexOf("InEchos")]);
    }
}
