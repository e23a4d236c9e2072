package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.testing.Eventually;
import io.jarrah.common.testing.Obstacle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One cluster with two controllers: hosts {@code one} and {@code two}, a node with a guest {@code alice}, and {@code out}, on two switches in
 * {@code sw}: the private network 192.168.70.0/24 and the public one, 10.99.0.0/24.
 */
final class TwoControllers {
    static final String VIRTUAL = "192.168.70.1";
    static final String GATEWAY = "172.16.10.1";
    static final String ELASTIC = "10.99.0.100";
    private static final Pattern MAC = Pattern.compile("\\[[0-9A-F:]{17}]");
    static final NetworkEndpoint ALICE = Samples.withPublicIp(Samples.endpoint(1, Samples.NET10, 5), ELASTIC);

    /** One of the two. */
    static final class Host {
        final String name;
        final LabController controller;
        private final Path directory;

        private Host(String name, Path directory, String namespace, Wiring wiring) throws IOException {
            this.name = name;
            this.directory = Files.createDirectory(directory);
            // dnsmasq reads its names as another user.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            this.controller = new LabController(
                    directory, namespace, List.of("zone1", "192.168.70.11", wiring.name(), "", VIRTUAL));
        }

        /** Processes that were started with a file of this controller's. */
        List<ProcessHandle> processes(String program) {
            return ProcessHandle.allProcesses()
                    .filter(handle -> LabProcesses.commandLine(handle).startsWith(program))
                    .filter(handle -> LabProcesses.commandLine(handle).contains(directory.toString()))
                    .toList();
        }

        List<ProcessHandle> keepaliveds() {
            return processes("/usr/sbin/keepalived");
        }

        /** Where keepalived tells its transitions. */
        Path transitions() {
            return directory.resolve("lease/transitions");
        }
    }

    final Lab lab;
    final Host one;
    final Host two;
    private final Wiring wiring;
    private final List<Host> started = new ArrayList<>();

    TwoControllers(Path directory, Wiring wiring) throws IOException {
        this.wiring = wiring;
        lab = new Lab(directory, wiring);
        one = new Host("one", directory.resolve("1"), lab.full("one"), wiring);
        two = new Host("two", directory.resolve("2"), lab.full("two"), wiring);
    }

    /** Skips the test, and says so, where the lab cannot be built. */
    static void require(Class<?> test) {
        Lab.require(test);
        Obstacle.skip(
                test,
                Files.isExecutable(Path.of("/usr/sbin/keepalived")) ? "" : "/usr/sbin/keepalived is not installed");
    }

    void build() throws IOException {
        List.of("sw", "one", "two", "node", "out").forEach(lab::namespace);
        for (String network : List.of("private", "public")) {
            lab.in("sw", "ip", "link", "add", "name", network, "type", "bridge", "forward_delay", "0");
            lab.in("sw", "ip", "link", "set", network, "up");
        }
        plug("one", "eth0", "10.99.0.2/24", "public");
        plug("two", "eth0", "10.99.0.3/24", "public");
        plug("out", "eth0", "10.99.0.9/24", "public");
        plug("one", "eth1", "192.168.70.2/24", "private");
        plug("two", "eth1", "192.168.70.3/24", "private");
        plug("node", "eth1", "192.168.70.11/24", "private");
        if (wiring == Wiring.SHARED) {
            lab.in("node", "ip", "link", "add", "name", "br0", "type", "bridge", "forward_delay", "0");
            lab.in("node", "ip", "addr", "flush", "dev", "eth1");
            lab.in("node", "ip", "link", "set", "eth1", "master", "br0");
            TwoClusters.address(lab, "node", "br0", "192.168.70.11/24");
        }
        lab.segmentOnNode(Samples.NET10);
        lab.server("alice", 1, Samples.NET10, ALICE);
    }

    private void plug(String name, String device, String address, String network) {
        String port = name + "-" + device;
        lab.in(
                "sw",
                "ip",
                "link",
                "add",
                "name",
                port,
                "type",
                "veth",
                "peer",
                "name",
                device,
                "netns",
                lab.full(name));
        lab.in("sw", "ip", "link", "set", port, "master", network, "up");
        TwoClusters.address(lab, name, device, address);
    }

    /** Starts that controller and tells it the document, as the cloud controller does with both. */
    void start(Host host) throws IOException {
        started.add(host);
        host.controller.start();
        host.controller.apply(new NetworkDocument(1, List.of(Samples.NET10), List.of(ALICE), List.of(), List.of()));
    }

    /** The one in charge, once there is one: it has the virtual address and all others. */
    Optional<Host> inCharge() {
        return List.of(one, two).stream()
                .filter(host -> addresses(host).contains(" " + VIRTUAL + "/32 "))
                .filter(host -> addresses(host).contains(" " + ELASTIC + "/32 "))
                .filter(host -> addresses(host).contains(" " + GATEWAY + "/24 "))
                .findFirst();
    }

    /** What makes the other one take over. */
    interface Action {
        void run() throws Exception;
    }

    Host active() throws Exception {
        return Eventually.get(
                () -> inCharge().filter(host -> !host.keepaliveds().isEmpty()));
    }

    /**
     * Does that, and waits until the other one serves; never are both gates open meanwhile. Prints how long guests and clients were
     * without, for who wants to know: how long it may take is not asked of a machine that runs other tests, too.
     */
    void takeover(String what, Host active, Action action) throws Exception {
        long begun = System.nanoTime();
        action.run();
        Host other = other(active);
        Eventually.isTrue(() -> {
            for (String family : List.of("inet", "arp")) {
                // In this order: the other's, once open, stays open.
                if (isOpen(other, family)) {
                    assertThat(isOpen(active, family))
                            .as("whether the gate (%s) of %s is open, too", family, active.name)
                            .isFalse();
                }
            }
            return addresses(other).contains(ELASTIC + "/32");
        });
        Eventually.isTrue(this::reached);
        System.out.println(what + " (" + wiring + "): the other one serves after "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms");
    }

    /** Whether that host's kernel lets answers of its controller out. */
    private boolean isOpen(Host host, String family) {
        List<String> sets = family.equals("inet") ? List.of("alive", "advertised") : List.of("alive");
        return sets.stream().allMatch(set -> lab.in(host.name, "nft", "list", "set", family, "jarrah-lease", set)
                .contains("expires"));
    }

    void serves() throws Exception {
        Eventually.isTrue(this::reached);
    }

    private boolean reached() {
        return lab.can("alice", "busybox", "ping", "-c", "1", "-W", "1", GATEWAY)
                && lab.can("out", "busybox", "ping", "-c", "1", "-W", "1", ELASTIC);
    }

    /** Each question who has an address is answered by one host: by both, there would be twice as many answers. */
    void answersOnce() {
        answersOnce("out", "eth0", ELASTIC);
        answersOnce("alice", "eth0", GATEWAY);
        answersOnce("node", wiring == Wiring.SHARED ? "br0" : "eth1", VIRTUAL);
    }

    /** Without a deadline arping asks as often as it was told, and counts all answers; with one it would end with the fourth answer. */
    private void answersOnce(String from, String device, String address) {
        String printed = lab.in(from, "arping", "-b", "-c", "4", "-I", device, address);
        assertThat(printed).contains("Sent 4 probe", "Received 4 response");
        assertThat(MAC.matcher(printed).results().map(MatchResult::group).distinct())
                .as(printed)
                .hasSize(1);
    }

    Host other(Host host) {
        return host == one ? two : one;
    }

    /** All IPv4 addresses of that host. */
    String addresses(Host host) {
        return lab.in(host.name, "ip", "-4", "-br", "address").replaceAll("\\s+", " ");
    }

    void close() throws InterruptedException {
        for (Host host : started) {
            host.controller.kill();
            host.keepaliveds().forEach(ProcessHandle::destroyForcibly);
            host.processes("/usr/sbin/dhcpd").forEach(ProcessHandle::destroyForcibly);
            host.processes("/usr/sbin/dnsmasq").forEach(ProcessHandle::destroyForcibly);
        }
        lab.close();
    }
}
