package io.jarrah.cc;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.net.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One cluster with two controllers: hosts {@code one} and {@code two}, a node with a guest {@code alice}, and {@code out}, on two switches in
 * {@code sw}: the private network 192.168.70.0/24 and the public one, 10.99.0.0/24.
 */
final class TwoControllers {
    static final String VIRTUAL = "192.168.70.1";
    static final String GATEWAY = "172.16.10.1";
    static final String ELASTIC = "10.99.0.100";
    static final NetworkEndpoint ALICE = Samples.withPublicIp(Samples.endpoint(1, Samples.NET10, 5), ELASTIC);

    /** One of the two. */
    static final class Host {
        final String name;
        final LabController controller;
        private final Path directory;

        private Host(String name, Path directory, String namespace) throws IOException {
            this.name = name;
            this.directory = Files.createDirectory(directory);
            // dnsmasq reads its names as another user.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            this.controller = new LabController(
                    directory, namespace, List.of("zone1", "192.168.70.11", Wiring.VXLAN.name(), VIRTUAL));
        }

        /** Processes that were started with a file of this controller's. */
        List<ProcessHandle> processes(String program) {
            return ProcessHandle.allProcesses()
                    .filter(handle -> Lab.commandLine(handle).startsWith(program))
                    .filter(handle -> Lab.commandLine(handle).contains(directory.toString()))
                    .toList();
        }

        List<ProcessHandle> keepaliveds() {
            return processes("/usr/sbin/keepalived");
        }
    }

    final Lab lab;
    final Host one;
    final Host two;
    private final List<Host> started = new ArrayList<>();

    TwoControllers(Path directory) throws IOException {
        lab = new Lab(directory);
        one = new Host("one", directory.resolve("1"), lab.full("one"));
        two = new Host("two", directory.resolve("2"), lab.full("two"));
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
