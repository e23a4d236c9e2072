package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.TwoControllers.Host;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@link TwoControllers}: one serves, the other one follows it, and never do both answer. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandbyIT {
    private static final String METADATA = "http://169.254.169.254/latest/meta-data/instance-id";

    @TempDir
    static Path directory;

    private static TwoControllers hosts;
    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(StandbyIT.class);
        TwoControllers.require(StandbyIT.class);
        hosts = new TwoControllers(directory, Wiring.VXLAN);
        lab = hosts.lab;
        hosts.build();
        hosts.start(hosts.one);
        hosts.start(hosts.two);
    }

    @AfterAll
    static void remove() throws Exception {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    @Order(1)
    void oneOfTwoServes() throws Exception {
        Host active = Eventually.get(hosts::inCharge);
        hosts.serves();
        assertThat(hosts.addresses(hosts.other(active)))
                .doesNotContain(
                        TwoControllers.VIRTUAL + "/", TwoControllers.ELASTIC + "/", TwoControllers.GATEWAY + "/");
        hosts.answersOnce();
        assertThat(lab.in("alice", "curl", "-sf", "-m", "5", METADATA))
                .isEqualTo(TwoControllers.ALICE.instanceId().value());
        assertThat(lab.lease("alice")).contains("ip=172.16.10.5");
        assertThat(hosts.other(active).processes("/usr/sbin/dhcpd")).isEmpty();
        assertThat(hosts.other(active).processes("/usr/sbin/dnsmasq")).isEmpty();
    }

    @Test
    @Order(2)
    void aKilledOneIsFollowedAndItsFlowsGoOn() throws Exception {
        Host active = Eventually.get(hosts::inCharge);
        try (Flow flow = new Flow()) {
            flow.echoes("before");
            hosts.takeover("kill -9 of the controller", active, () -> active.controller.kill());
            flow.echoes("after");
        }
        assertThat(hosts.addresses(active))
                .as("the killed one's kernel has its addresses still, behind the gate")
                .contains(TwoControllers.ELASTIC + "/32", TwoControllers.GATEWAY + "/24");
        hosts.answersOnce();
        assertThat(lab.in("alice", "curl", "-sf", "-m", "5", METADATA))
                .isEqualTo(TwoControllers.ALICE.instanceId().value());
        assertThat(lab.lease("alice")).contains("ip=172.16.10.5");
    }

    @Test
    @Order(3)
    void whoComesBackTakesDownWhatItLeftAndDoesNotAnswer() throws Exception {
        Host active = hosts.active();
        Host back = hosts.other(active);
        hosts.start(back);
        Eventually.passes(() -> {
            assertThat(hosts.addresses(back))
                    .doesNotContain(
                            TwoControllers.VIRTUAL + "/", TwoControllers.ELASTIC + "/", TwoControllers.GATEWAY + "/");
            assertThat(back.processes("/usr/sbin/dhcpd")).isEmpty();
            assertThat(back.processes("/usr/sbin/dnsmasq")).isEmpty();
        });
        assertThat(back.keepaliveds()).isNotEmpty();
        hosts.answersOnce();
        hosts.serves();
        assertThat(hosts.inCharge()).contains(active);
        assertThat(lab.in("alice", "curl", "-sf", "-m", "5", METADATA))
                .isEqualTo(TwoControllers.ALICE.instanceId().value());
    }

    @Test
    @Order(4)
    void aGateThatSomebodyRemovesIsMadeAnew() throws Exception {
        for (Host host : List.of(hosts.one, hosts.two)) {
            for (String family : List.of("inet", "arp")) {
                lab.in(host.name, "nft", "delete", "table", family, "jarrah-lease");
            }
            Eventually.isTrue(() -> lab.can(host.name, "nft", "list", "table", "inet", "jarrah-lease")
                    && lab.can(host.name, "nft", "list", "table", "arp", "jarrah-lease"));
        }
        assertThat(lab.in(hosts.active().name, "nft", "list", "set", "arp", "jarrah-lease", "ours"))
                .contains(TwoControllers.ELASTIC, TwoControllers.GATEWAY, TwoControllers.VIRTUAL);
        hosts.serves();
        hosts.answersOnce();
    }

    @Test
    @Order(5)
    void theKernelClosesTheGateWhenNobodyIsLeftToDoSo() throws Exception {
        Host active = hosts.active();
        hosts.takeover("kill -9 of controller and keepalived", active, () -> {
            active.keepaliveds().forEach(ProcessHandle::destroyForcibly);
            active.controller.kill();
            active.keepaliveds().forEach(ProcessHandle::destroyForcibly);
        });
        assertThat(active.keepaliveds()).isEmpty();
        assertThat(hosts.addresses(active)).contains(TwoControllers.VIRTUAL + "/32", TwoControllers.ELASTIC + "/32");
        Eventually.isTrue(() -> !lab.in(active.name, "nft", "list", "set", "arp", "jarrah-lease", "alive")
                .contains("expires"));
        hosts.answersOnce();
        hosts.serves();
        hosts.start(active);
        Eventually.isTrue(() -> !hosts.addresses(active).contains(TwoControllers.ELASTIC + "/32"));
        hosts.answersOnce();
        hosts.serves();
    }

    @Test
    @Order(6)
    void aHostWithoutItsPrivateNetworkGivesUp() throws Exception {
        Host active = hosts.active();
        hosts.takeover(
                "loss of the private network",
                active,
                () -> lab.in("sw", "ip", "link", "set", active.name + "-eth1", "down"));
        Eventually.isTrue(() -> !hosts.addresses(active).contains(TwoControllers.ELASTIC + "/32"));
        lab.in("sw", "ip", "link", "set", active.name + "-eth1", "up");
        hosts.answersOnce();
        hosts.serves();
        assertThat(hosts.inCharge()).contains(hosts.other(active));
    }

    @Test
    @Order(7)
    void oneWhoseKeepalivedIsKilledGivesUp() throws Exception {
        Host active = hosts.active();
        hosts.takeover(
                "kill -9 of keepalived", active, () -> active.keepaliveds().forEach(ProcessHandle::destroyForcibly));
        standsByAgain(active);
    }

    @Test
    @Order(8)
    void oneWhoseKeepalivedHangsGivesUp() throws Exception {
        Host active = hosts.active();
        List<ProcessHandle> hanging = active.keepaliveds();
        hosts.takeover("kill -STOP of keepalived", active, () -> {
            for (ProcessHandle process : hanging) {
                lab.in(active.name, "kill", "-STOP", Long.toString(process.pid()));
            }
        });
        Eventually.isTrue(() -> hanging.stream().noneMatch(ProcessHandle::isAlive));
        standsByAgain(active);
    }

    @Test
    @Order(9)
    void oneThatDoesNotHearItsKeepalivedGivesUp() throws Exception {
        Host active = hosts.active();
        // What ends the reading, as a fault of the fifo does.
        hosts.takeover("end of the transitions", active, () -> Files.writeString(active.transitions(), "END\n"));
        standsByAgain(active);
    }

    private static void standsByAgain(Host host) throws Exception {
        Eventually.isTrue(() -> !hosts.addresses(host).contains(TwoControllers.ELASTIC + "/32"));
        Eventually.isTrue(() -> !hosts.addresses(host).contains(TwoControllers.VIRTUAL + "/32"));
        Eventually.isTrue(() -> !host.keepaliveds().isEmpty());
        hosts.answersOnce();
        hosts.serves();
        assertThat(hosts.inCharge()).contains(hosts.other(host));
    }

    /** A TCP connection from the outside to the guest's elastic address. */
    private static final class Flow implements AutoCloseable {
        private final Process server;
        private final Process client;
        private final BufferedReader answers;

        Flow() throws IOException {
            server = lab.begin("alice", Lab.PYTHON, "-c", """
                    import socket
                    s = socket.create_server(("", 7778))
                    print("listening", flush=True)
                    c, peer = s.accept()
                    while True:
                        data = c.recv(100)
                        if not data:
                            break
                        c.sendall(data)
                    """);
            assertThat(reader(server).readLine()).isEqualTo("listening");
            client = lab.begin("out", Lab.PYTHON, "-c", """
                    import socket, sys
                    s = socket.create_connection(("%s", 7778), 10)
                    s.settimeout(20)
                    for line in sys.stdin:
                        s.sendall(line.encode())
                        print(s.recv(100).decode(), end="", flush=True)
                    """.formatted(TwoControllers.ELASTIC));
            answers = reader(client);
        }

        private static BufferedReader reader(Process process) {
            return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void echoes(String word) throws IOException {
            client.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
            assertThat(answers.readLine()).isEqualTo(word);
        }

        @Override
        public void close() {
            for (Process process : new Process[] {client, server}) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
