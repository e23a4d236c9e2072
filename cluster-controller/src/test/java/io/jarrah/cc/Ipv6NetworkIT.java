package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Networks with IPv6 beside IPv4, with the kernel's routers and guests, dnsmasq and ISC's client. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Ipv6NetworkIT {
    private static final String OUT = "2001:db8:99::2";
    private static final String RELAY = "http://[fd00:ec2::254]/latest/";
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds: 60";
    private static final NetworkSegment NET10 = dual(Samples.NET10, "fd00:10:0:a::/64");
    private static final NetworkSegment NET20 = dual(Samples.NET20, "fd00:10:0:14::/64");
    private static final NetworkSegment NET30 = dual(Samples.NET30, "fd00:10:0:1e::/64");
    private static final NetworkEndpoint ALICE = dual(1, NET10, 5, "fd00:10:0:a:1:2:3:4", "alice");
    private static final NetworkEndpoint BOB = dual(2, NET20, 5, "fd00:10:0:14:9:8:7:6", "ipv4-only");
    private static final NetworkEndpoint CAROL = dual(3, NET30, 9, "fd00:10:0:1e:aaaa::9", "carol");

    @TempDir
    static Path directory;

    private static Lab lab;
    private static Ipv6Hosts hosts;
    private static long generation = 100;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(Ipv6NetworkIT.class);
        lab = new Lab(directory);
        hosts = new Ipv6Hosts(lab, directory);
        lab.build();
        lab.dualStack("fd00:10::/48");
        hosts.outside("fd00:10::/48");
        lab.answering("out");
        for (NetworkSegment segment : List.of(NET10, NET20, NET30)) {
            lab.segmentOnNode(segment);
        }
        lab.guest("alice", 1, NET10);
        lab.guest("bob", 2, NET20);
        lab.startController();
        apply(List.of(NET10, NET20), ALICE, BOB);
        lab.answering("alice");
        lab.answering("bob");
    }

    @AfterAll
    static void remove() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private static NetworkSegment dual(NetworkSegment segment, String cidr6) {
        return new NetworkSegment(
                segment.id(),
                segment.accountId(),
                segment.segment(),
                segment.cidr(),
                segment.mtu(),
                Optional.of(cidr6));
    }

    private static NetworkEndpoint dual(int number, NetworkSegment segment, int host, String ipv6, String hostname) {
        NetworkEndpoint plain = Samples.endpoint(number, segment, host);
        return new NetworkEndpoint(
                plain.instanceId(),
                plain.network(),
                plain.mac(),
                plain.privateIp(),
                hostname,
                List.of(),
                Optional.empty(),
                Optional.of(ipv6));
    }

    private static void apply(List<NetworkSegment> segments, NetworkEndpoint... endpoints) throws IOException {
        generation++;
        lab.apply(new NetworkDocument(generation, segments, Arrays.asList(endpoints), List.of()));
    }

    private static void hasRouter(String guest) throws Exception {
        Eventually.isTrue(Duration.ofSeconds(20), () -> lab.in(guest, "ip", "-6", "route", "show", "default")
                .contains("via fe80::1 dev eth0 proto ra"));
    }

    @Test
    @Order(1)
    void aGuestHearsItsRouterAndGetsTheAddressOfTheDocumentAndNoOther() throws Exception {
        for (String guest : List.of("alice", "bob")) {
            hasRouter(guest);
            // Not autonomous: an address that the guest made itself would be dropped at its node.
            assertThat(lab.in(guest, "ip", "-6", "addr", "show", "dev", "eth0", "scope", "global"))
                    .isEmpty();
        }
        assertThat(hosts.lease6("alice", "system")).contains(" fd00:10:0:a:1:2:3:4/128 ");
        assertThat(hosts.lease6("bob", "system")).contains(" fd00:10:0:14:9:8:7:6/128 ");
        assertThat(lab.in("alice", "ip", "-6", "route")).contains("fd00:10:0:a::/64 dev eth0");
    }

    @Test
    @Order(2)
    void networksReachEachOtherAndTheOutsideAndAreReachedUntranslated() throws Exception {
        assertThat(lab.tcp("alice", "fd00:10:0:14:9:8:7:6")).isEqualTo("bob fd00:10:0:a:1:2:3:4");
        assertThat(lab.tcp("alice", OUT)).isEqualTo("out fd00:10:0:a:1:2:3:4");
        assertThat(lab.tcp("out", "fd00:10:0:a:1:2:3:4")).isEqualTo("alice " + OUT);
        assertThat(lab.can("alice", "busybox", "ping", "-6", "-c", "1", "-W", "2", "fd00:10:0:a::1"))
                .isTrue();
        // No network of ours has that address, so nobody outside has it either.
        assertThat(lab.can("alice", "busybox", "ping", "-6", "-c", "1", "-W", "1", "fd00:10:0:ffff::1"))
                .isFalse();
    }

    @Test
    @Order(2)
    void aForeignSourceGoesNowhere() throws Exception {
        lab.in("alice", "ip", "addr", "add", "fd00:10:0:14::77/128", "dev", "lo", "nodad");
        lab.in("alice", "ip", "addr", "add", "2001:db8:66::77/128", "dev", "lo", "nodad");
        for (String source : List.of("fd00:10:0:14::77", "2001:db8:66::77")) {
            assertThat(lab.can("alice", "busybox", "ping", "-6", "-c", "1", "-W", "1", "-I", source, OUT))
                    .isFalse();
        }
        assertThat(lab.can("alice", "busybox", "ping", "-6", "-c", "1", "-W", "2", "-I", "fd00:10:0:a:1:2:3:4", OUT))
                .isTrue();
    }

    /** What listens on the controller's host is not for guests, nor, by a gateway's address, for the outside. */
    @Test
    @Order(2)
    void theControllerItselfIsNotReached() throws Exception {
        lab.answering("router");
        assertThat(lab.tcp("out", "2001:db8:99::1")).startsWith("router ");
        assertThat(lab.tcp("out", "fd00:10:0:a::1")).isEqualTo("timed out");
        assertThat(lab.tcp("alice", "fd00:10:0:a::1")).isEqualTo("timed out");
        assertThat(lab.tcp("alice", "2001:db8:99::1")).isEqualTo("timed out");
        assertThat(lab.can("out", "busybox", "ping", "-6", "-c", "1", "-W", "2", "fd00:10:0:a::1"))
                .isTrue();
        assertThat(lab.can("out", "curl", "-s", "-m", "2", "http://[2001:db8:99::1]:8773/latest/meta-data/"))
                .isFalse();
        assertThat(lab.can("alice", "curl", "-s", "-m", "2", "http://[fd00:10:0:a::1]:8773/latest/meta-data/"))
                .isFalse();
    }

    @Test
    @Order(2)
    void metadataIsReadByIpv6WhereTheOwnerWantsIt() {
        String token = lab.in("alice", "curl", "-sSf", "-m", "5", "-X", "PUT", "-H", TTL, RELAY + "api/token");
        assertThat(lab.in(
                        "alice",
                        "curl",
                        "-sSf",
                        "-m",
                        "5",
                        "-H",
                        "X-aws-ec2-metadata-token: " + token,
                        RELAY + "meta-data/instance-id"))
                .isEqualTo(Samples.instance(1).value());
        String status =
                lab.in("bob", "curl", "-s", "-m", "5", "-o", "/dev/null", "-w", "%{http_code}", RELAY + "meta-data/");
        assertThat(status).isEqualTo("403");
    }

    /** A token goes as far as its instance's owner wants, here to the next hop, by IPv6 too. */
    @Test
    @Order(2)
    void aTokenGoesNoFartherByIpv6() throws Exception {
        String capture = """
                import socket
                s = socket.create_connection(("fd00:ec2::254", 80), 4)
                raw = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0x86dd)
                raw.bind(("eth0", 0x86dd))
                raw.settimeout(4)
                s.sendall(b"PUT /latest/api/token HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\nTOKEN_TTL\\r\\n\\r\\n")
                while True:
                    data, peer = raw.recvfrom(4096)
                    if data[6] == 6 and b"200 OK" in data and peer[2] != socket.PACKET_OUTGOING:
                        print(data[7])
                        break
                """.replace("TOKEN_TTL", TTL);
        assertThat(lab.in("alice", Lab.PYTHON, "-c", capture)).isEqualTo("1\n");
    }

    @Test
    @Order(3)
    void aNewNetworkIsServedAndABridgeOfTheAdministratorsIsNot() throws Exception {
        hosts.lan("br0", "2001:db8:77::1/64");
        lab.guest("carol", 3, NET30);
        apply(List.of(NET10, NET20, NET30), ALICE, BOB, CAROL);
        hasRouter("carol");
        assertThat(hosts.lease6("carol", "system")).contains(" fd00:10:0:1e:aaaa::9/128 ");
        assertThat(lab.in("lan", "ip", "-6", "route", "show", "default")).isEmpty();
    }

    /** dnsmasq keeps addresses for the DUID that got them; an initial ramdisk and the system after it have two. */
    @Test
    @Order(4)
    void aGuestGetsItsAddressAlsoByAnotherDuid() throws Exception {
        List<String> said = new ArrayList<>();
        Eventually.isTrue(Duration.ofSeconds(60), () -> {
            said.add(hosts.lease6("carol", "ramdisk"));
            lab.resync();
            return said.getLast().contains(" fd00:10:0:1e:aaaa::9/128 ");
        });
    }

    @Test
    @Order(5)
    void anAddressThatPassesToAnotherInstanceIsGivenToThatOne() throws Exception {
        lab.guest("dave", 4, NET30);
        apply(List.of(NET10, NET20, NET30), ALICE, BOB, dual(4, NET30, 9, "fd00:10:0:1e:aaaa::9", "dave"));
        lab.in("carol", "ip", "link", "set", "eth0", "down");
        hasRouter("dave");
        assertThat(hosts.lease6("dave", "system")).contains(" fd00:10:0:1e:aaaa::9/128 ");
    }

    @Test
    @Order(6)
    void whatSomebodyBreaksIsRepairedAndWhatIsNotWantedAnyMoreGoes() throws Exception {
        lab.in("router", "ip6tables", "-F", "JARRAH-LOCAL");
        lab.in("router", "ip", "-6", "addr", "del", "fd00:10:0:a::1/64", "dev", "br10");
        lab.in("router", "ip", "-6", "addr", "add", "fd00:66::1/64", "dev", "br10");
        lab.resync();
        assertThat(lab.in("router", "ip6tables-save")).contains("-A JARRAH-LOCAL -j DROP");
        assertThat(lab.in("router", "ip", "-6", "addr", "show", "dev", "br10"))
                .contains("fd00:10:0:a::1/64")
                .doesNotContain("fd00:66::1");
        // Without its address there was no router on that bridge, and dnsmasq said so at once.
        hasRouter("alice");
        assertThat(lab.tcp("alice", OUT)).isEqualTo("out fd00:10:0:a:1:2:3:4");
        apply(List.of(Samples.NET10), Samples.endpoint(1, Samples.NET10, 5));
        assertThat(lab.in("router", "ip", "-6", "addr", "show", "dev", "br10")).isEmpty();
        assertThat(lab.tcp("alice", OUT)).isEqualTo("timed out");
        assertThat(lab.can(
                        "router",
                        "pgrep",
                        "-f",
                        directory.resolve("net/dhcp6.conf").toString()))
                .isFalse();
    }
}
