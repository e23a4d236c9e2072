package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** Names as guests see them, by udp and tcp, from the real dnsmasq; all questions stay inside the lab's namespaces. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterDnsIT {
    private static final String GATEWAY = "172.16.10.1";
    private static final String OUTSIDE = "NOERROR 198.51.100.7";
    private static final String NO_ANSWER = "no answer";
    private static final String UNKNOWN = "NXDOMAIN";

    @TempDir
    static Path directory;

    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(ClusterDnsIT.class);
        lab = new Lab(directory);
        lab.build();
        for (NetworkSegment segment : List.of(Samples.NET10, Samples.NET20)) {
            lab.segmentOnNode(segment);
        }
        lab.guest("alice", 1, Samples.NET10);
        lab.guest("bob", 2, Samples.NET20);
        lab.upstream("198.51.100.7");
        lab.startController();
        lab.apply(Samples.document());
        assertThat(lab.lease("alice")).contains("ip=172.16.10.5", "dns=" + GATEWAY + " ", "domain=zone1.example");
        assertThat(lab.lease("bob")).contains("ip=172.16.20.5", "dns=172.16.20.1 ");
        awaitAnswer("ip-172-16-10-5.ec2.internal", "NOERROR 172.16.10.5");
    }

    @AfterAll
    static void remove() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void instancesHaveNames() {
        assertAnswer("ip-172-16-10-5.ec2.internal", "A", "NOERROR 172.16.10.5");
        assertAnswer("ip-172-16-10-5.zone1.example", "A", "NOERROR 172.16.10.5");
        assertAnswer("ip-172-16-20-5.ec2.internal", "A", "NOERROR 172.16.20.5");
        assertAnswer("5.20.16.172.in-addr.arpa", "PTR", "NOERROR ip-172-16-20-5.zone1.example");
        assertThat(lab.ask("bob", "172.16.20.1", "ip-172-16-10-5.ec2.internal", "A", "udp"))
                .isEqualTo("NOERROR 172.16.10.5");
    }

    @Test
    @Order(2)
    void otherNamesAreAskedElsewhereAndPrivateOnesAreNot() {
        assertAnswer("www.example.com", "A", OUTSIDE);
        // The lab's outside has an answer to everything, so "unknown" was said without asking it.
        assertAnswer("ip-172-16-10-77.ec2.internal", "A", UNKNOWN);
        assertAnswer("www.zone1.example", "A", UNKNOWN);
        assertAnswer("ip-172-16-10-5", "A", UNKNOWN);
        assertAnswer("77.10.16.172.in-addr.arpa", "PTR", UNKNOWN);
        assertAnswer("1.0.0.10.in-addr.arpa", "PTR", UNKNOWN);
    }

    @Test
    @Order(3)
    void theServerIsReachedInNoOtherWay() {
        String name = "ip-172-16-10-5.ec2.internal";
        for (String protocol : List.of("udp", "tcp")) {
            assertThat(lab.ask("alice", GATEWAY + ":8553", name, "A", protocol))
                    .as("its own port")
                    .isEqualTo(NO_ANSWER);
            assertThat(lab.ask("alice", "172.16.20.1", name, "A", protocol))
                    .as("another's gateway")
                    .isEqualTo(NO_ANSWER);
            assertThat(lab.ask("out", "10.99.0.1", name, "A", protocol))
                    .as("from outside")
                    .isEqualTo(NO_ANSWER);
            assertThat(lab.ask("out", "10.99.0.1:8553", name, "A", protocol))
                    .as("from outside, its own port")
                    .isEqualTo(NO_ANSWER);
            assertThat(lab.ask("out", GATEWAY, name, "A", protocol))
                    .as("a gateway from outside")
                    .isEqualTo(NO_ANSWER);
        }
        lab.in("bob", "ip", "addr", "add", "172.16.10.99/32", "dev", "eth0");
        assertThat(lab.ask("bob", "172.16.20.1", name, "A", "udp", "172.16.10.99"))
                .as("with another tenant's source address")
                .isEqualTo(NO_ANSWER);
        lab.in("bob", "ip", "addr", "del", "172.16.10.99/32", "dev", "eth0");
    }

    @Test
    @Order(4)
    void namesComeAndGoWithInstances() throws Exception {
        List<NetworkEndpoint> endpoints = new ArrayList<>(Samples.document().endpoints());
        endpoints.add(Samples.endpoint(4, Samples.NET10, 6));
        lab.apply(new NetworkDocument(8, Samples.document().segments(), endpoints, List.of()));
        awaitAnswer("ip-172-16-10-6.ec2.internal", "NOERROR 172.16.10.6");
        assertAnswer("6.10.16.172.in-addr.arpa", "PTR", "NOERROR ip-172-16-10-6.zone1.example");
        lab.apply(new NetworkDocument(
                9, Samples.document().segments(), List.of(Samples.endpoint(1, Samples.NET10, 5)), List.of()));
        awaitAnswer("ip-172-16-10-6.ec2.internal", UNKNOWN);
        awaitAnswer("ip-172-16-20-5.ec2.internal", UNKNOWN);
        assertAnswer("6.10.16.172.in-addr.arpa", "PTR", UNKNOWN);
        assertAnswer("5.20.16.172.in-addr.arpa", "PTR", UNKNOWN);
        assertAnswer("ip-172-16-10-5.ec2.internal", "A", "NOERROR 172.16.10.5");
        assertThat(lab.dnsmasqs()).as("nothing was restarted").hasSize(1);
    }

    @Test
    @Order(5)
    void dnsmasqIsNotRoot() throws Exception {
        long pid = lab.dnsmasqs().getFirst().pid();
        assertThat(Files.readString(Path.of("/proc/" + pid + "/status")))
                .doesNotContainPattern("Uid:\\s+0\\s")
                .containsPattern("CapEff:\\s+0{16}\\s");
    }

    /** A connection that a guest keeps open is a process that holds the port when the server itself is gone. */
    @Test
    @Order(6)
    void aKilledServerComesBackThoughAGuestHoldsAConnection() throws Exception {
        long first = lab.dnsmasqs().getFirst().pid();
        Process guest = lab.begin("alice", "busybox", "nc", GATEWAY, "53");
        try {
            Eventually.until(
                    "a process for the connection",
                    lab::dnsmasqs,
                    () -> lab.dnsmasqs().size() == 2);
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            awaitAnswer("ip-172-16-10-5.ec2.internal", "NOERROR 172.16.10.5");
            assertThat(lab.dnsmasqs()).extracting(ProcessHandle::pid).hasSize(1).doesNotContain(first);
        } finally {
            guest.destroyForcibly().waitFor();
        }
    }

    @Test
    @Order(7)
    void aKilledControllerLeavesNamesAndComesBackWithOneServer() throws Exception {
        long first = lab.dnsmasqs().getFirst().pid();
        lab.killController();
        assertAnswer("ip-172-16-10-5.ec2.internal", "A", "NOERROR 172.16.10.5");
        lab.startController();
        Eventually.until("another server", lab::dnsmasqs, () -> lab.dnsmasqs().stream()
                .noneMatch(process -> process.pid() == first));
        awaitAnswer("ip-172-16-10-5.ec2.internal", "NOERROR 172.16.10.5");
        assertThat(lab.dnsmasqs()).hasSize(1);
        lab.apply(new NetworkDocument(
                10, Samples.document().segments(), Samples.document().endpoints(), List.of()));
        awaitAnswer("ip-172-16-20-5.ec2.internal", "NOERROR 172.16.20.5");
    }

    @Test
    @Order(8)
    void aGuestThatFloodsIsCutAndOthersAreAnswered() throws Exception {
        Path flood = directory.resolve("flood.py");
        Files.writeString(flood, """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.connect(("172.16.10.1", 53))
                question = bytes.fromhex("000701000001000000000000") + b"\\5flood\\7example\\0\\0\\1\\0\\1"
                for i in range(20000):
                    s.send(question)
                """, StandardCharsets.UTF_8);
        lab.in("alice", Lab.PYTHON, flood.toString());
        assertThat(lab.ask("bob", "172.16.20.1", "ip-172-16-20-5.ec2.internal", "A", "udp"))
                .isEqualTo("NOERROR 172.16.20.5");
        assertThat(lab.in("router", "iptables", "-vnxL", "JARRAH-LOCAL"))
                .containsPattern("[1-9][0-9]* +[0-9]+ DROP +(udp|17) .*limit: above 1024/sec");
    }

    private static void assertAnswer(String name, String type, String answer) {
        for (String protocol : List.of("udp", "tcp")) {
            assertThat(lab.ask("alice", GATEWAY, name, type, protocol))
                    .as("%s %s by %s", name, type, protocol)
                    .isEqualTo(answer);
        }
    }

    private static void awaitAnswer(String name, String answer) throws InterruptedException {
        Eventually.until(name, () -> lab.ask("alice", GATEWAY, name, "A", "udp"), () -> lab.ask(
                        "alice", GATEWAY, name, "A", "udp")
                .equals(answer));
    }
}
