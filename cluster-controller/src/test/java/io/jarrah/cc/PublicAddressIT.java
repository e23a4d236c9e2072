package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Public addresses, seen by packets: guests behind VXLAN that say who they are and whom they see, and a client outside. Tests
 * named by a number are the failures of facts 7.2.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublicAddressIT {
    private static final String CLIENT = "10.99.0.2";
    private static final String ROUTER = "10.99.0.1";
    private static final String ALICE = "10.99.0.100";
    private static final String LATE = "10.99.0.101";
    private static final String OTHER = "10.99.0.102";
    private static final String RELAY = "http://169.254.169.254/latest/meta-data/instance-id";
    private static final NetworkEndpoint ALICE_NIC = Samples.endpoint(1, Samples.NET10, 5);
    private static final NetworkEndpoint BOB_NIC = Samples.endpoint(2, Samples.NET20, 5);
    private static final NetworkEndpoint OTHER_NIC = Samples.endpoint(3, Samples.NET30, 9);
    private static final NetworkEndpoint LATE_NIC = Samples.endpoint(4, Samples.NET10, 6);
    private static final List<NetworkEndpoint> NICS = List.of(ALICE_NIC, BOB_NIC, OTHER_NIC, LATE_NIC);
    private static final Map<NetworkEndpoint, String> USUAL =
            Map.of(ALICE_NIC, ALICE, LATE_NIC, LATE, OTHER_NIC, OTHER);

    @TempDir
    static Path directory;

    private static Lab lab;
    private static long generation = 100;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(PublicAddressIT.class);
        lab = new Lab(directory);
        lab.build();
        for (NetworkSegment segment : List.of(Samples.NET10, Samples.NET20, Samples.NET30)) {
            lab.segmentOnNode(segment);
        }
        lab.server("alice", 1, Samples.NET10, ALICE_NIC);
        lab.server("bob", 2, Samples.NET20, BOB_NIC);
        lab.server("other", 3, Samples.NET30, OTHER_NIC);
        lab.server("late", 4, Samples.NET10, LATE_NIC);
        lab.answering("out");
        // What an administrator may have made before.
        lab.in("router", "ip", "addr", "add", "10.99.0.50/32", "dev", "eth0");
        lab.in("router", "iptables", "-t", "nat", "-A", "POSTROUTING", "-s", "203.0.113.78", "-j", "ACCEPT");
        lab.in("router", "ipset", "create", "ADMINISTRATORS", "hash:ip");
        lab.startController();
        lab.apply(document(USUAL));
    }

    @AfterAll
    static void remove() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void fromOutsideTheClientsAddressIsKept() throws Exception {
        assertThat(lab.tcp("out", ALICE)).isEqualTo("alice " + CLIENT);
        assertThat(lab.udp("out", LATE, 0)).isEqualTo("late " + CLIENT);
        assertThat(lab.canPing("out", OTHER)).isTrue();
        assertThat(lab.canPing("out", "172.16.10.5"))
                .as("what was not translated")
                .isFalse();
    }

    @Test
    @Order(2)
    void toTheOutsideAnInstanceHasItsPublicAddress() throws Exception {
        assertThat(lab.tcp("alice", CLIENT)).isEqualTo("out " + ALICE);
        assertThat(lab.tcp("bob", CLIENT)).as("without one, the router's").isEqualTo("out " + ROUTER);
    }

    /** Large segments, and what computes their checksums, went wrong on stacked bridges: short exchanges went well, scp stalled. */
    @Test
    @Order(2)
    void failure3LargeTransfersDoNotStall() throws Exception {
        Path file = Files.write(directory.resolve("large"), new byte[8 << 20]);
        List<Process> servers = new ArrayList<>();
        for (String name : List.of("alice", "out")) {
            servers.add(lab.begin(
                    name,
                    Lab.PYTHON,
                    "-m",
                    "http.server",
                    "8000",
                    "--directory",
                    file.getParent().toString()));
        }
        try {
            for (String[] way : new String[][] {
                {"out", ALICE}, {"alice", CLIENT}, {"bob", CLIENT}, {"late", "172.16.10.5"}, {"other", ALICE}
            }) {
                String url = "http://" + way[1] + ":8000/large";
                assertThat(lab.in(
                                way[0],
                                "curl",
                                "-sSf",
                                "--retry",
                                "10",
                                "--retry-connrefused",
                                "--retry-delay",
                                "1",
                                "-m",
                                "60",
                                "-o",
                                "/dev/null",
                                "-w",
                                "%{size_download}",
                                url))
                        .as("%s to %s", (Object[]) way)
                        .isEqualTo(Integer.toString(8 << 20));
            }
        } finally {
            servers.forEach(Process::destroyForcibly);
        }
    }

    /** The answer must come back translated, whichever network the other is in. */
    @Test
    @Order(3)
    void failure4InstancesReachPublicAddresses() throws Exception {
        assertThat(lab.tcp("alice", LATE)).as("in the same network").isEqualTo("late " + ALICE);
        assertThat(lab.tcp("alice", ALICE)).as("its own").isEqualTo("alice " + ALICE);
        assertThat(lab.tcp("alice", OTHER)).as("in another network").isEqualTo("other " + ALICE);
        assertThat(lab.tcp("bob", ALICE)).as("from one without").isEqualTo("alice 172.16.10.1");
        assertThat(lab.tcp("router", ALICE))
                .as("from the cluster controller itself")
                .isEqualTo("alice 172.16.10.1");
        assertThat(lab.tcp("alice", "172.16.10.6"))
                .as("privately, nothing is translated")
                .isEqualTo("late 172.16.10.5");
        assertThat(lab.tcp("bob", "172.16.10.5")).isEqualTo("alice 172.16.20.5");
    }

    /** Nothing between an instance and the relay changes the source by which the relay knows it. */
    @Test
    @Order(4)
    void failure22MetadataIsNotHiddenByTranslation() {
        assertThat(lab.in("alice", "curl", "-sSf", "-m", "5", RELAY))
                .isEqualTo(Samples.instance(1).value());
        assertThat(lab.in("bob", "curl", "-sSf", "-m", "5", RELAY))
                .isEqualTo(Samples.instance(2).value());
    }

    @Test
    @Order(5)
    void whatComesFromATenantsBridgeHasASourceOfThatBridge() {
        long foreign = dropped("! match-set JARRAH-NET src,src");
        lab.in("bob", "ip", "addr", "add", "172.16.10.99/32", "dev", "eth0");
        assertThat(lab.can("bob", "busybox", "ping", "-c", "1", "-W", "1", "-I", "172.16.10.99", CLIENT))
                .isFalse();
        lab.in("bob", "ip", "addr", "del", "172.16.10.99/32", "dev", "eth0");
        assertThat(dropped("! match-set JARRAH-NET src,src")).isGreaterThan(foreign);
        lab.in("router", "ip", "route", "add", "169.254.0.0/16", "via", CLIENT);
        long linkLocal = dropped("169.254.0.0/16");
        assertThat(lab.canPing("bob", "169.254.1.1")).isFalse();
        assertThat(dropped("169.254.0.0/16")).isGreaterThan(linkLocal);
    }

    /** Else they would send to whoever had the address before, for as long as they remember it. */
    @Test
    @Order(6)
    void theNeighboursAreToldOfAnAddressThatAppears() throws Exception {
        lab.apply(document(Map.of(LATE_NIC, LATE)));
        lab.in("out", "ip", "neigh", "replace", ALICE, "lladdr", "02:00:00:00:00:99", "dev", "eth0", "nud", "stale");
        lab.apply(document(USUAL));
        String router = lab.in("router", "cat", "/sys/class/net/eth0/address").strip();
        Eventually.until("told", () -> lab.in("out", "ip", "neigh"), () -> lab.in("out", "ip", "neigh", "show", ALICE)
                .contains(router));
    }

    private static long dropped(String match) {
        return lab.in("router", "iptables", "-L", "JARRAH-FROM", "-n", "-v", "-x")
                .lines()
                .filter(line -> line.contains("DROP") && line.contains(match))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[0]))
                .sum();
    }

    @Test
    @Order(7)
    void anAddressThatMovesTakesNoFlowOfItsFormerOwnerAlong() throws Exception {
        assertThat(lab.udp("out", ALICE, 4000)).isEqualTo("alice " + CLIENT);
        lab.apply(document(Map.of(BOB_NIC, ALICE, LATE_NIC, LATE, OTHER_NIC, OTHER)));
        assertThat(lab.udp("out", ALICE, 4000))
                .as("the same flow to the kernel")
                .isEqualTo("bob " + CLIENT);
        assertThat(lab.tcp("bob", CLIENT)).isEqualTo("out " + ALICE);
        assertThat(lab.tcp("alice", CLIENT)).isEqualTo("out " + ROUTER);
    }

    @Test
    @Order(8)
    void anAddressThatGoesLeavesNothing() throws Exception {
        lab.apply(document(Map.of(LATE_NIC, LATE)));
        assertThat(lab.in("router", "conntrack", "-L")).doesNotContain(ALICE);
        assertThat(lab.tcp("out", ALICE)).doesNotContain("bob");
        assertThat(lab.udp("out", ALICE, 4000)).doesNotContain("bob");
        assertThat(lab.in("router", "ip", "addr", "show", "dev", "eth0"))
                .contains(LATE)
                .doesNotContain(ALICE, OTHER);
        assertThat(lab.in("router", "iptables-save", "-t", "nat"))
                .contains(LATE)
                .doesNotContain(ALICE, OTHER);
        assertThat(lab.in("router", "ipset", "list", "JARRAH-PUBLIC"))
                .contains(LATE)
                .doesNotContain(ALICE, OTHER);
        assertThat(lab.tcp("out", LATE)).isEqualTo("late " + CLIENT);
        lab.apply(document(USUAL));
        assertThat(lab.tcp("out", ALICE)).isEqualTo("alice " + CLIENT);
    }

    @Test
    @Order(9)
    void theHostsOwnAddressIsNoInstances() throws Exception {
        lab.apply(document(Map.of(ALICE_NIC, ALICE, LATE_NIC, "10.99.0.50")));
        assertThat(lab.tcp("out", "10.99.0.50")).doesNotContain("late");
        assertThat(lab.log()).contains("10.99.0.50 is to be an instance's public address, but it is this host's own");
        lab.apply(document(USUAL));
        assertThat(lab.in("router", "ip", "addr", "show", "dev", "eth0")).contains("10.99.0.50/32", "10.99.0.1/24");
        assertThat(lab.log()).doesNotContain("drifted");
    }

    /** Once by each way: chains, an address, sets, a bridge and every table. Nobody tells the controller. */
    @Test
    @Order(10)
    void failure12WhatIsBrokenIsRepairedByTheTimer() throws Exception {
        lab.in("router", "iptables", "-F", "JARRAH-TO");
        awaitWarning("rules that are missing (4): filter -A JARRAH-TO");
        lab.in("router", "ip", "addr", "del", ALICE + "/32", "dev", "eth0");
        awaitWarning("missing public addresses (1): " + ALICE);
        lab.in("router", "ipset", "flush", "JARRAH-NET");
        awaitWarning("sets that lack something (3): add JARRAH-NET 172.16.10.0/24,br10");
        lab.in("router", "ip", "link", "set", "dev", "br10", "group", "0");
        awaitWarning("interfaces (1): link set dev br10 group 19009");
        lab.in("router", "ip", "link", "del", "br20");
        awaitWarning("link add name br20");
        awaitAlice();
        assertThat(lab.tcp("bob", ALICE)).isEqualTo("alice 172.16.10.1");
        lab.in("router", "nft", "flush", "ruleset");
        lab.in("router", "ipset", "destroy", "JARRAH-PUBLIC");
        awaitWarning("create JARRAH-PUBLIC");
        awaitAlice();
        assertThat(lab.tcp("bob", CLIENT)).isEqualTo("out " + ROUTER);
        lab.resync();
        String log = lab.log();
        int before = lab.commands().size();
        lab.resync();
        assertThat(lab.log()).as("nothing is repaired when nothing differs").isEqualTo(log);
        assertThat(lab.commands().subList(before, lab.commands().size()))
                .as("and nothing is run but what reads, by the timer or by us")
                .contains(
                        "/usr/sbin/ipset save",
                        "/usr/sbin/iptables-save",
                        "/usr/sbin/ip -N -j -d addr show",
                        "/usr/sbin/bridge -j fdb show")
                .allMatch(command -> command.contains("save") || command.contains("show"));
        lab.in("router", "iptables", "-A", "FORWARD", "-s", "203.0.113.77", "-j", "DROP");
        lab.in("router", "iptables", "-t", "nat", "-A", "POSTROUTING", "-s", "203.0.113.78", "-j", "ACCEPT");
    }

    @Test
    @Order(11)
    void failure20WhatIsTheAdministratorsStays() throws Exception {
        lab.in("router", "iptables", "-A", "JARRAH-PRE", "-s", CLIENT, "-p", "tcp", "--dport", "7778", "-j", "DROP");
        lab.in("router", "iptables", "-A", "JARRAH-POST", "-s", CLIENT, "-d", "172.16.10.5", "-j", "ACCEPT");
        assertThat(lab.canPing("out", "172.16.10.5")).as("by the hook").isTrue();
        lab.resync();
        lab.apply(document(Map.of(ALICE_NIC, ALICE)));
        lab.apply(document(USUAL));
        String rules = lab.in("router", "iptables-save");
        assertThat(rules)
                .contains("-A FORWARD -s 203.0.113.77/32 -j DROP")
                .contains("-A POSTROUTING -s 203.0.113.78/32 -j ACCEPT")
                .contains("-A JARRAH-PRE -s 10.99.0.2/32 -p tcp -m tcp --dport 7778 -j DROP")
                .contains("-A JARRAH-POST -s 10.99.0.2/32 -d 172.16.10.5/32 -j ACCEPT");
        assertThat(lab.in("router", "ipset", "list", "-n")).contains("ADMINISTRATORS");
        assertThat(lab.in("router", "ip", "addr", "show", "dev", "eth0")).contains("10.99.0.50/32", "10.99.0.1/24");
        lab.in("router", "iptables", "-F", "JARRAH-POST");
        assertThat(lab.canPing("out", "172.16.10.5")).isFalse();
    }

    /** Killed, all of the network gone as after a reboot, and started while nobody tells it anything. */
    @Test
    @Order(12)
    void failure2AddressesAreBackFromDiskBeforeTheCloudControllerIsHeard() throws Exception {
        lab.killController();
        assertThat(lab.tcp("out", ALICE)).as("while it is dead").isEqualTo("alice " + CLIENT);
        for (String link : List.of("br10", "br20", "br30", "vx10", "vx20", "vx30")) {
            lab.in("router", "ip", "link", "del", link);
        }
        for (String address : List.of(ALICE, LATE, OTHER)) {
            lab.in("router", "ip", "addr", "del", address + "/32", "dev", "eth0");
        }
        lab.in("router", "nft", "flush", "ruleset");
        lab.in("router", "ipset", "destroy");
        lab.startController();
        awaitAlice();
        assertThat(lab.tcp("alice", LATE)).isEqualTo("late " + ALICE);
        assertThat(lab.tcp("other", CLIENT)).isEqualTo("out " + OTHER);
    }

    /** The ruleset goes in as one text, not a process a rule; each of the many addresses works. */
    @Test
    @Order(13)
    void failure21ManyAddressesAreOneText() throws Exception {
        List<NetworkEndpoint> many = new ArrayList<>(NICS.stream()
                .map(nic -> USUAL.containsKey(nic) ? Samples.withPublicIp(nic, USUAL.get(nic)) : nic)
                .toList());
        NetworkSegment wide = new NetworkSegment(Samples.network(40), Samples.BOB, 40, "172.24.0.0/16", 1450);
        for (int i = 0; i < 2000; i++) {
            NetworkEndpoint nic = Samples.endpoint(256 + i, wide, 0);
            many.add(new NetworkEndpoint(
                    nic.instanceId(),
                    nic.network(),
                    String.format("d0:0d:00:00:%02x:%02x", 1 + i / 256, i % 256),
                    "172.24." + (1 + i / 250) + "." + (1 + i % 250),
                    "many-" + i,
                    List.of(),
                    Optional.of("10.98." + i / 250 + "." + (1 + i % 250))));
        }
        List<NetworkSegment> segments = new ArrayList<>(Samples.document().segments());
        segments.add(wide);
        int before = lab.commands().size();
        lab.apply(new NetworkDocument(++generation, segments, many, List.of()));
        assertThat(lab.commands().stream()
                        .skip(before)
                        .filter(command -> !command.contains("arping"))
                        .filter(command -> !command.contains("save") && !command.contains("show"))
                        .toList())
                .as("sets, rules, interfaces and addresses, dhcpd's check")
                .hasSizeLessThan(10);
        assertThat(lab.tcp("out", ALICE)).isEqualTo("alice " + CLIENT);
        assertThat(lab.in("router", "iptables-save", "-t", "nat").lines().filter(line -> line.contains("DNAT --to")))
                .hasSize(2003);
    }

    private static void awaitWarning(String text) throws Exception {
        Eventually.until(text, PublicAddressIT::log, () -> log().lines()
                .anyMatch(line -> line.contains("WARN") && line.contains("drifted") && line.contains(text)));
    }

    private static String log() {
        try {
            return lab.log();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitAlice() throws Exception {
        Eventually.until("alice is reached", () -> lab.in("router", "iptables-save"), () -> {
            try {
                return lab.tcp("out", ALICE).equals("alice " + CLIENT)
                        && lab.tcp("alice", ALICE).equals("alice " + ALICE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static NetworkDocument document(Map<NetworkEndpoint, String> publicAddresses) {
        List<NetworkEndpoint> endpoints = NICS.stream()
                .map(nic ->
                        publicAddresses.containsKey(nic) ? Samples.withPublicIp(nic, publicAddresses.get(nic)) : nic)
                .toList();
        return new NetworkDocument(++generation, Samples.document().segments(), endpoints, List.of());
    }
}
