package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.AccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One dhcpd for many networks, seen by guests: leases, renewals, and dhcpd killed in between. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DhcpIT {
    private static final int NETWORKS = 300;
    private static final List<NetworkSegment> SEGMENTS =
            IntStream.rangeClosed(1, NETWORKS).mapToObj(DhcpIT::segment).toList();
    private static final List<NetworkEndpoint> ENDPOINTS = List.of(
            Samples.endpoint(1, SEGMENTS.getFirst(), 5),
            Samples.endpoint(2, SEGMENTS.get(NETWORKS / 2), 5),
            Samples.endpoint(3, SEGMENTS.getLast(), 5));

    @TempDir
    static Path directory;

    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(DhcpIT.class);
        lab = new Lab(directory);
        lab.build();
        guest("first", 1, SEGMENTS.getFirst());
        guest("middle", 2, SEGMENTS.get(NETWORKS / 2));
        guest("last", 3, SEGMENTS.getLast());
        Path script = directory.resolve("events.sh");
        Files.writeString(script, """
                #!/bin/sh
                [ "$1" = bound ] && ip addr add $ip/$mask dev $interface
                echo "$1 $ip from $serverid" >>%s
                """.formatted(events()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        lab.startController();
        lab.apply(document(1));
    }

    private static void guest(String name, int instance, NetworkSegment segment) {
        lab.segmentOnNode(segment);
        lab.guest(name, instance, segment);
    }

    @AfterAll
    static void remove() throws Exception {
        if (lab != null) {
            if (Files.exists(client())) {
                signalClient("-TERM");
            }
            lab.close();
        }
    }

    /** Facts 7.2, failure 1: from the 23rd network on, guests had no DHCP. */
    @Test
    @Order(1)
    void failure1GuestsOfEveryNetworkAreServedByOneProcessWithOneInterface() {
        assertThat(lab.lease("first"))
                .contains("ip=172.20.1.5 mtu=1450 router=172.20.1.1")
                .contains("ntp=" + LabMain.TIME);
        assertThat(lab.lease("middle")).contains("ip=172.20.151.5");
        assertThat(lab.lease("last")).contains("ip=172.21.44.5");
        assertThat(lab.dhcpds()).hasSize(1);
        assertThat(lab.in("router", "ss", "-0", "-a", "-n").lines().filter(line -> line.startsWith("p_raw")))
                .singleElement()
                .asString()
                .contains("jdhcp0");
    }

    @Test
    @Order(2)
    void aLeaseIsRenewedDirectlyAtTheGateway() throws Exception {
        countRequests("172.20.1.1");
        lab.in("first", "ip", "addr", "flush", "dev", "eth0");
        lab.in(
                "first",
                "busybox",
                "udhcpc",
                "-n",
                "-i",
                "eth0",
                "-p",
                client().toString(),
                "-s",
                directory.resolve("events.sh").toString());
        awaitEvents("bound 172.20.1.5 from 172.20.1.1", 1);

        signalClient("-USR1");

        awaitEvents("renew 172.20.1.5 from 172.20.1.1", 1);
        assertThat(requests("172.20.1.1"))
                .as("packets to the gateway's own address")
                .isEqualTo(1);
    }

    @Test
    @Order(3)
    void whatIsEqualRestartsNothing() throws Exception {
        long before = lab.dhcpds().getFirst().pid();
        lab.apply(document(2));
        lab.resync();
        assertThat(lab.dhcpds()).extracting(ProcessHandle::pid).containsExactly(before);
    }

    @Test
    @Order(4)
    void leasesSurviveAKilledDhcpd() throws Exception {
        long before = lab.dhcpds().getFirst().pid();
        lab.in("router", "busybox", "kill", "-KILL", Long.toString(before));
        Eventually.until(
                "another dhcpd", lab::dhcpds, () -> lab.dhcpds().stream().anyMatch(process -> process.pid() != before));

        signalClient("-USR1");

        awaitEvents("renew 172.20.1.5 from 172.20.1.1", 2);
        assertThat(events("bound")).as("it never had to begin anew").isEqualTo(1);
        assertThat(lab.lease("middle")).contains("ip=172.20.151.5");
    }

    /** Facts 7.2, failure 40: two daemons. */
    @Test
    @Order(5)
    void failure40AKilledControllerComesBackWithOneDhcpdAndTheSameLeases() throws Exception {
        lab.killController();
        Files.writeString(directory.resolve("net/dhcpd.pid"), "1\n");
        long before = lab.dhcpds().getFirst().pid();
        lab.startController();
        Eventually.until("one new dhcpd", lab::dhcpds, () -> {
            List<Long> pids = lab.dhcpds().stream().map(ProcessHandle::pid).toList();
            return pids.size() == 1 && pids.getFirst() != before;
        });
        signalClient("-USR1");
        awaitEvents("renew 172.20.1.5 from 172.20.1.1", 3);
    }

    @Test
    @Order(6)
    void theInterfacesBetweenRelayAndDhcpdAreRepaired() throws Exception {
        lab.in("router", "ip", "link", "delete", "dev", "jdhcp0");
        lab.apply(document(3));
        assertThat(lab.lease("last")).contains("ip=172.21.44.5");
        lab.in("router", "ip", "link", "set", "dev", "jdhcp1", "down");
        lab.resync();
        assertThat(lab.lease("middle")).contains("ip=172.20.151.5");
        assertThat(lab.dhcpds()).hasSize(1);
    }

    @Test
    @Order(7)
    void aFloodOfOneGuestKeepsNobodyElseFromALease() throws Exception {
        assertThat(lab.lease("middle")).contains("ip=172.20.151.5");
        countRequests("172.20.151.1");
        CompletableFuture<String> flood = CompletableFuture.supplyAsync(() -> lab.in(
                "middle",
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                LabFlood.class.getName(),
                "172.20.151.5",
                "172.20.151.1",
                ENDPOINTS.get(1).mac(),
                "200000",
                Path.of("src/test/resources/captured/dhcp-discover-udhcpc.hex")
                        .toAbsolutePath()
                        .toString()));
        while (!flood.isDone()) {
            assertThat(lab.lease("last")).contains("ip=172.21.44.5");
        }
        flood.get();
        assertThat(lab.lease("first")).contains("ip=172.20.1.5");
        assertThat(lab.dhcpds()).hasSize(1);
        assertThat(requests("172.20.151.1")).isGreaterThan(10_000);
    }

    private static void countRequests(String gateway) {
        lab.in("router", "iptables", "-I", "INPUT", "1", "-d", gateway, "-p", "udp", "--dport", "67");
    }

    private static long requests(String gateway) {
        return lab.in("router", "iptables", "-nvxL", "INPUT")
                .lines()
                .filter(line -> line.contains(" " + gateway + " "))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", 2)[0]))
                .findFirst()
                .orElseThrow();
    }

    private static NetworkSegment segment(int number) {
        return new NetworkSegment(
                Samples.network(number),
                new AccountId(String.format("%012d", number)),
                2000 + number,
                "172." + (20 + number / 256) + "." + number % 256 + ".0/24",
                1450);
    }

    private static NetworkDocument document(long generation) {
        return new NetworkDocument(generation, SEGMENTS, ENDPOINTS, List.of());
    }

    private static Path client() {
        return directory.resolve("udhcpc.pid");
    }

    private static Path events() {
        return directory.resolve("events");
    }

    private static void signalClient(String signal) throws IOException {
        lab.in("first", "busybox", "kill", signal, Files.readString(client()).strip());
    }

    private static void awaitEvents(String event, long count) throws InterruptedException {
        Eventually.until(count + " of " + event, DhcpIT::readEvents, () -> events(event) == count);
    }

    private static long events(String event) {
        return readEvents().lines().filter(line -> line.startsWith(event)).count();
    }

    private static String readEvents() {
        try {
            return Files.readString(events());
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
