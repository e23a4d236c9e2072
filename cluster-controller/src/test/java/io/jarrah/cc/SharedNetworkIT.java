package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Wiring;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * MANAGED-NOVLAN, seen by packets: guests of three networks on the nodes' own layer 2, all of them served by the cluster controller's
 * private interface, and the node itself beside them.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedNetworkIT {
    private static final String RELAY = "http://169.254.169.254/latest/meta-data/instance-id";
    private static final String NODE = "192.168.70.11";
    private static final String ROUTER = "192.168.70.1";
    private static final String CLIENT = "10.99.0.2";
    private static final String ALICE = "10.99.0.100";
    private static final NetworkEndpoint ALICE_NIC = Samples.withPublicIp(Samples.endpoint(1, Samples.NET10, 5), ALICE);
    private static final NetworkEndpoint BOB_NIC = Samples.endpoint(2, Samples.NET20, 5);
    private static final NetworkEndpoint OTHER_NIC = Samples.endpoint(3, Samples.NET30, 9);
    private static final NetworkDocument DOCUMENT = new NetworkDocument(
            7, List.of(Samples.NET10, Samples.NET20, Samples.NET30), List.of(ALICE_NIC, BOB_NIC, OTHER_NIC), List.of());

    @TempDir
    static Path directory;

    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(SharedNetworkIT.class);
        lab = new Lab(directory, Wiring.SHARED);
        lab.build();
        for (NetworkSegment segment : DOCUMENT.segments()) {
            lab.segmentOnNode(segment);
        }
        lab.guest("alice", 1, Samples.NET10);
        lab.guest("bob", 2, Samples.NET20);
        lab.guest("other", 3, Samples.NET30);
        for (String guest : List.of("alice", "bob", "other", "out")) {
            lab.answering(guest);
        }
        lab.upstream("198.51.100.7");
        lab.startController();
        lab.apply(DOCUMENT);
    }

    @AfterAll
    static void remove() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void guestsOfEveryNetworkGetTheirAddressesByTheOneInterface() {
        assertThat(lab.lease("alice")).contains("ip=172.16.10.5 mtu=1450 router=172.16.10.1 dns=172.16.10.1");
        assertThat(lab.lease("bob")).contains("ip=172.16.20.5 mtu=1450 router=172.16.20.1 dns=172.16.20.1");
        assertThat(lab.lease("other")).contains("ip=172.16.30.9 mtu=1400 router=172.16.30.1");
        assertThat(lab.in("router", "ip", "-br", "link")).doesNotContain("br10", "vx10", "vl10");
    }

    @Test
    @Order(2)
    void networksAreRoutedAndTheOutsideIsMasqueraded() throws Exception {
        assertThat(lab.tcp("alice", "172.16.20.5")).isEqualTo("bob 172.16.10.5");
        assertThat(lab.tcp("bob", "172.16.30.9")).isEqualTo("other 172.16.20.5");
        assertThat(lab.tcp("bob", CLIENT)).isEqualTo("out 10.99.0.1");
        assertThat(lab.canPing("out", "172.16.10.5")).as("inbound from outside").isFalse();
    }

    @Test
    @Order(3)
    void publicAddressesLeadToInstancesAlsoFromThePlacesBeside() throws Exception {
        assertThat(lab.tcp("out", ALICE)).isEqualTo("alice " + CLIENT);
        assertThat(lab.tcp("alice", CLIENT)).isEqualTo("out " + ALICE);
        assertThat(lab.tcp("bob", ALICE)).as("hairpin").isEqualTo("alice 172.16.10.1");
        assertThat(lab.tcp("alice", ALICE)).as("its own").isEqualTo("alice " + ALICE);
    }

    @Test
    @Order(4)
    void metadataAndNamesKnowWhoAsks() {
        for (int i = 1; i <= 3; i++) {
            String guest = List.of("alice", "bob", "other").get(i - 1);
            assertThat(lab.in(guest, "curl", "-sSf", "-m", "5", RELAY))
                    .isEqualTo(Samples.instance(i).value());
        }
        assertThat(lab.ask("bob", "172.16.20.1", "ip-172-16-10-5.ec2.internal", "A", "udp"))
                .isEqualTo("NOERROR 172.16.10.5");
        assertThat(lab.can("alice", "curl", "-s", "-m", "2", "http://172.16.10.1:8773/"))
                .as("the relay itself")
                .isFalse();
    }

    @Test
    @Order(5)
    void theHostsBesideReachTheControllerAndAreNotReachedByGuests() {
        assertThat(lab.canPing("node", ROUTER)).as("a node").isTrue();
        assertThat(lab.canPing("alice", NODE)).as("a guest, by its gateway").isFalse();
        assertThat(lab.can("node", "curl", "-s", "-m", "2", "http://" + ROUTER + ":8773/"))
                .as("the relay from a node")
                .isFalse();
    }

    @Test
    @Order(6)
    void aSourceThatIsOfNoNetworkIsDropped() {
        lab.in("bob", "ip", "addr", "add", "172.17.0.9/32", "dev", "eth0");
        assertThat(lab.can("bob", "busybox", "ping", "-c", "1", "-W", "1", "-I", "172.17.0.9", CLIENT))
                .isFalse();
        lab.in("bob", "ip", "addr", "del", "172.17.0.9/32", "dev", "eth0");
        assertThat(lab.in("router", "iptables", "-nvxL", "JARRAH-FROM")
                        .lines()
                        .filter(line -> line.contains("! match-set JARRAH-NET src,src"))
                        .map(line -> line.strip().split("\\s+", 2)[0])
                        .toList())
                .singleElement()
                .isNotEqualTo("0");
    }

    /** A redirect would tell guests to go past the controller, where nothing is translated. */
    @Test
    @Order(7)
    void guestsAreNotToldOfShorterWays() {
        assertThat(lab.in("router", "cat", "/proc/sys/net/ipv4/conf/eth1/send_redirects"))
                .isEqualTo("0\n");
    }

    @Test
    @Order(8)
    void gatewaysThatAreLostComeBackAndTheAdministratorsAddressesStay() throws Exception {
        lab.in("router", "ip", "addr", "add", "192.168.71.1/24", "dev", "eth1");
        lab.in("router", "ip", "addr", "del", "172.16.10.1/24", "dev", "eth1");
        lab.resync();
        assertThat(lab.canPing("alice", CLIENT)).isTrue();
        assertThat(lab.lease("alice")).contains("ip=172.16.10.5");
        assertThat(lab.in("router", "ip", "-4", "addr", "show", "dev", "eth1"))
                .contains("192.168.71.1/24", "192.168.70.1/24");
    }

    @Test
    @Order(9)
    void aKilledControllerFindsItsGatewaysAgain() throws Exception {
        lab.killController();
        assertThat(lab.canPing("alice", CLIENT)).as("while it is dead").isTrue();
        lab.startController();
        lab.apply(DOCUMENT);
        assertThat(lab.lease("bob")).contains("ip=172.16.20.5");
    }

    @Test
    @Order(10)
    void aNetworkThatGoesLeavesNothing() throws Exception {
        lab.apply(new NetworkDocument(8, List.of(Samples.NET10), List.of(ALICE_NIC), List.of()));
        assertThat(lab.in("router", "ip", "-4", "addr", "show", "dev", "eth1"))
                .contains("172.16.10.1/24", "192.168.70.1/24", "192.168.71.1/24")
                .doesNotContain("172.16.20.1", "172.16.30.1");
        assertThat(lab.in("router", "ipset", "save"))
                .contains("172.16.10.0/24,eth1")
                .doesNotContain("172.16.20.0/24");
    }
}
