package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real network, seen by packets: bridges, VXLAN, dhcpd, iptables and the metadata relay, in namespaces. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterNetworkIT {
    private static final String RELAY = "http://169.254.169.254/latest/meta-data/instance-id";

    @TempDir
    static Path directory;

    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(ClusterNetworkIT.class);
        lab = new Lab(directory);
        lab.build();
        for (NetworkSegment segment : List.of(Samples.NET10, Samples.NET20, Samples.NET30)) {
            lab.segmentOnNode(segment);
        }
        lab.guest("alice", 1, Samples.NET10);
        lab.guest("bob", 2, Samples.NET20);
        lab.guest("alice2", 3, Samples.NET30);
        lab.guest("late", 4, Samples.NET10);
        lab.startController();
        lab.apply(Samples.document());
    }

    @AfterAll
    static void remove() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void everyGuestGetsItsAddressThroughTheTunnel() {
        assertThat(lab.lease("alice"))
                .contains(
                        "ip=172.16.10.5 mtu=1450 router=172.16.10.1 dns=172.16.10.1 hostname=ip-172-16-10-5 lease=1200");
        assertThat(lab.lease("bob")).contains("ip=172.16.20.5");
        assertThat(lab.lease("alice2")).contains("ip=172.16.30.9 mtu=1400");
    }

    @Test
    @Order(2)
    void aStrangersMacGetsNoLease() {
        assertThat(lab.lease("late")).doesNotContain("ip=").contains("no lease");
    }

    @Test
    @Order(3)
    void anInstanceThatComesLaterIsServedAtOnce() throws Exception {
        lab.apply(withLate());
        assertThat(lab.lease("late")).contains("ip=172.16.10.6");
        assertThat(lab.canPing("late", "172.16.10.5")).as("same network").isTrue();
    }

    @Test
    @Order(4)
    void tenantsAreRoutedAndTheOutsideIsNot() {
        assertThat(lab.canPing("alice", "172.16.10.1")).as("own gateway").isTrue();
        assertThat(lab.canPing("alice", "10.99.0.2"))
                .as("the outside, masqueraded")
                .isTrue();
        assertThat(lab.canPing("alice", "172.16.30.9"))
                .as("same account, other network")
                .isTrue();
        assertThat(lab.canPing("alice", "172.16.20.5"))
                .as("another tenant: its node decides, and here is none")
                .isTrue();
        assertThat(lab.canPing("out", "172.16.10.5")).as("inbound from outside").isFalse();
    }

    @Test
    @Order(5)
    void metadataGoesToWhomItBelongs() {
        assertThat(curl("alice", RELAY)).isEqualTo(Samples.instance(1).value());
        assertThat(curl("bob", RELAY)).isEqualTo(Samples.instance(2).value());
        String token = curl(
                "alice",
                "-X",
                "PUT",
                "-H",
                "X-aws-ec2-metadata-token-ttl-seconds: 60",
                "http://169.254.169.254/latest/api/token");
        assertThat(curl("alice", "-H", "X-aws-ec2-metadata-token: " + token, RELAY))
                .isEqualTo(Samples.instance(1).value());
        assertThat(lab.can("bob", "curl", "-sf", "-m", "3", "-H", "X-aws-ec2-metadata-token: " + token, RELAY))
                .isFalse();
    }

    @Test
    @Order(6)
    void theRelayIsReachedInNoOtherWay() {
        String direct = "http://172.16.10.1:8773/latest/meta-data/instance-id";
        assertThat(lab.can("alice", "curl", "-s", "-m", "2", direct))
                .as("gateway address")
                .isFalse();
        assertThat(lab.can("bob", "curl", "-s", "-m", "2", direct))
                .as("another gateway")
                .isFalse();
        assertThat(lab.can("out", "curl", "-s", "-m", "2", "http://10.99.0.1:8773/"))
                .as("outside")
                .isFalse();
        lab.in("bob", "ip", "addr", "add", "172.16.10.99/32", "dev", "eth0");
        assertThat(lab.can("bob", "curl", "-s", "-m", "2", "--interface", "172.16.10.99", RELAY))
                .as("with another tenant's source address")
                .isFalse();
        lab.in("bob", "ip", "addr", "del", "172.16.10.99/32", "dev", "eth0");
    }

    @Test
    @Order(7)
    void driftIsRepairedAndTheAdministratorsRulesStay() throws Exception {
        lab.in("router", "ip", "addr", "flush", "dev", "br10");
        lab.in("router", "ip", "link", "del", "vx20");
        lab.in("router", "iptables", "-F", "JARRAH-FROM");
        lab.in("router", "iptables", "-t", "nat", "-F", "PREROUTING");
        lab.resync();
        assertThat(lab.canPing("alice", "10.99.0.2")).isTrue();
        assertThat(lab.canPing("bob", "10.99.0.2")).isTrue();
        assertThat(curl("bob", RELAY)).isEqualTo(Samples.instance(2).value());
        String rules = lab.in("router", "iptables-save");
        assertThat(rules).contains("-A FORWARD -s 203.0.113.77/32 -j DROP");
        assertThat(rules).containsOnlyOnce("-A FORWARD -j JARRAH-FORWARD");
        assertThat(rules).containsOnlyOnce("-A PREROUTING -j JARRAH-PREROUTING");
        lab.resync();
        assertThat(lab.in("router", "iptables-save")
                        .lines()
                        .filter(line -> line.startsWith("-A"))
                        .toList())
                .isEqualTo(rules.lines().filter(line -> line.startsWith("-A")).toList());
    }

    @Test
    @Order(8)
    void aKilledControllerLeavesTheNetworkAndComesBackWithOneDhcpd() throws Exception {
        lab.killController();
        assertThat(lab.canPing("alice", "10.99.0.2"))
                .as("while the controller is dead")
                .isTrue();
        lab.startController();
        Eventually.until("one dhcpd", lab::dhcpds, () -> lab.dhcpds().size() == 1);
        assertThat(lab.lease("alice")).contains("ip=172.16.10.5");
        assertThat(lab.lease("late")).contains("ip=172.16.10.6");
        lab.apply(withLate());
        assertThat(curl("alice", RELAY)).isEqualTo(Samples.instance(1).value());
        assertThat(lab.dhcpds()).hasSize(1);
    }

    @Test
    @Order(9)
    void manyNetworksAreServedByOneProcess() throws Exception {
        NetworkSegment last = many(60).segments().getLast();
        lab.segmentOnNode(last);
        lab.guest("many", 5, last);
        lab.apply(many(60));
        assertThat(lab.lease("many")).contains("ip=172.20.60.5");
        assertThat(lab.lease("alice")).contains("ip=172.16.10.5");
        assertThat(lab.dhcpds()).hasSize(1);
    }

    @Test
    @Order(10)
    void aNetworkThatGoesLeavesNothing() throws Exception {
        lab.apply(new NetworkDocument(
                20, List.of(Samples.NET10), List.of(Samples.endpoint(1, Samples.NET10, 5)), List.of()));
        String links = lab.in("router", "ip", "-br", "link");
        assertThat(links).contains("br10", "vx10").doesNotContain("br20", "vx20", "br30", "br1060");
        assertThat(lab.in("router", "ipset", "save"))
                .contains("172.16.10.0/24,br10")
                .doesNotContain("br20", "br1060");
        lab.apply(new NetworkDocument(21, List.of(), List.of(), List.of()));
        assertThat(lab.in("router", "ip", "-br", "link")).doesNotContain("br10", "vx10", "jdhcp");
        assertThat(lab.dhcpds()).isEmpty();
    }

    private static NetworkDocument withLate() {
        List<NetworkEndpoint> endpoints = new ArrayList<>(Samples.document().endpoints());
        endpoints.add(Samples.endpoint(4, Samples.NET10, 6));
        return new NetworkDocument(8, Samples.document().segments(), endpoints, List.of());
    }

    private static NetworkDocument many(int count) {
        List<NetworkSegment> segments = new ArrayList<>(Samples.document().segments());
        for (int i = 1; i <= count; i++) {
            segments.add(new NetworkSegment(
                    Samples.network(1000 + i), Samples.BOB, 1000 + i, "172.20." + i + ".0/24", 1450));
        }
        List<NetworkEndpoint> endpoints = new ArrayList<>(Samples.document().endpoints());
        endpoints.add(Samples.endpoint(5, segments.getLast(), 5));
        return new NetworkDocument(9, segments, endpoints, List.of());
    }

    private static String curl(String from, String... args) {
        List<String> argv = new ArrayList<>(List.of("curl", "-sSf", "-m", "5"));
        argv.addAll(List.of(args));
        return lab.in(from, argv.toArray(new String[0]));
    }
}
