package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.testing.Obstacle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Namespaces of our own: the router (the controller's), a node with guests behind VXLAN, and the outside. Nothing in
 * the host's own namespace is touched, and everything goes away on close.
 */
final class Lab {
    private static final String TALK = "src/test/resources/talk.py";
    static final String PYTHON = "/usr/bin/python3";

    private final ProcessCommandRunner runner = new ProcessCommandRunner();
    private final Path directory;
    private final Wiring wiring;
    private final String prefix;
    private final String cluster;
    private final String network;
    private final List<String> namespaces = new ArrayList<>();
    private final List<Process> servers = new ArrayList<>();
    private String subnet6 = "";
    private LabController controller;
    private Process upstream;

    Lab(Path directory) throws IOException {
        this(directory, Samples.ZONE.value(), "192.168.70", Wiring.VXLAN);
    }

    Lab(Path directory, Wiring wiring) throws IOException {
        this(directory, Samples.ZONE.value(), "192.168.70", wiring);
    }

    /**
     * One of several.
     *
     * @param cluster whose controller it is
     * @param network first three parts of the addresses of the controller (1) and its node (11)
     */
    Lab(Path directory, String cluster, String network, Wiring wiring) throws IOException {
        this.directory = directory;
        this.wiring = wiring;
        this.cluster = cluster;
        this.network = network;
        this.prefix = "cc-" + ProcessHandle.current().pid() + "-"
                + (cluster.equals(Samples.ZONE.value()) ? "" : cluster + "-");
        // dnsmasq reads its names as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Path script = directory.resolve("udhcpc.sh");
        Files.writeString(script, """
                #!/bin/sh
                [ "$1" = bound ] || [ "$1" = renew ] || exit 0
                ip addr flush dev $interface
                ip addr add $ip/$mask dev $interface
                ip link set $interface mtu ${mtu:-1500}
                ip route replace default via $router
                echo "ip=$ip mtu=$mtu router=$router dns=$dns hostname=$hostname lease=$lease domain=$domain ntp=$ntpsrv"
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Skips the test, and says so, where the lab cannot be built. */
    static void require(Class<?> test) {
        Obstacle.skip(test, obstacle());
    }

    /** Why the lab cannot be built here; empty when it can. */
    private static String obstacle() {
        try {
            new ProcessCommandRunner()
                    .run(Command.of(
                            "ip",
                            "netns",
                            "add",
                            "cc-probe-" + ProcessHandle.current().pid()));
            new ProcessCommandRunner()
                    .run(Command.of(
                            "ip",
                            "netns",
                            "del",
                            "cc-probe-" + ProcessHandle.current().pid()));
        } catch (CommandFailedException e) {
            return "network namespaces need root and CAP_SYS_ADMIN: " + e.getMessage();
        }
        for (String program : List.of(
                "/usr/sbin/dhcpd",
                Dnsmasq.PROGRAM,
                PYTHON,
                "/usr/sbin/iptables-restore",
                "/usr/sbin/ipset",
                "/usr/sbin/conntrack",
                "/usr/sbin/ethtool",
                "/usr/bin/busybox",
                "/usr/sbin/dhclient",
                "/usr/bin/curl")) {
            if (!Files.isExecutable(Path.of(program))) {
                return program + " is not installed";
            }
        }
        return "";
    }

    void build() {
        for (String name : List.of("router", "node", "out")) {
            namespace(name);
        }
        link("router", "eth0", "10.99.0.1/24", "out", "eth0", "10.99.0.2/24");
        link("router", "eth1", network + ".1/24", "node", "eth1", network + ".11/24");
        if (wiring == Wiring.SHARED) {
            // As an administrator makes it: the node's own address is on the bridge, too.
            in("node", "ip", "link", "add", "name", "br0", "type", "bridge");
            in("node", "ip", "addr", "flush", "dev", "eth1");
            in("node", "ip", "link", "set", "eth1", "master", "br0");
            address("node", "br0", network + ".11/24");
        }
        in("out", "ip", "route", "add", "172.16.0.0/12", "via", "10.99.0.1");
        in("router", "iptables", "-A", "FORWARD", "-s", "203.0.113.77", "-j", "DROP");
    }

    /** Gives networks IPv6 out of that prefix; before the controller starts. */
    void dualStack(String prefix) {
        subnet6 = prefix;
    }

    /** What the system calls that namespace. */
    String full(String name) {
        return prefix + name;
    }

    void namespace(String name) {
        run("ip", "netns", "add", prefix + name);
        namespaces.add(prefix + name);
        in(name, "ip", "link", "set", "lo", "up");
    }

    private void link(String left, String leftDevice, String leftIp, String right, String rightDevice, String rightIp) {
        run(
                "ip",
                "-n",
                prefix + left,
                "link",
                "add",
                "name",
                leftDevice,
                "type",
                "veth",
                "peer",
                "name",
                rightDevice,
                "netns",
                prefix + right);
        address(left, leftDevice, leftIp);
        address(right, rightDevice, rightIp);
    }

    private void address(String name, String device, String address) {
        withChecksums(name, device);
        in(name, "ip", "addr", "add", address, "dev", device);
        in(name, "ip", "link", "set", device, "up");
    }

    /** Where nothing computes checksums later, as behind a tunnel over veth, what is sent without them is dropped. */
    private void withChecksums(String name, String device) {
        in(name, "ethtool", "-K", device, "tx", "off");
    }

    private String bridge(NetworkSegment segment) {
        return wiring == Wiring.SHARED ? "br0" : "br" + segment.segment();
    }

    /** What a node controller would do for the segment: a bridge and a tunnel to the router. */
    void segmentOnNode(NetworkSegment segment) {
        if (wiring == Wiring.SHARED) {
            return;
        }
        String number = Integer.toString(segment.segment());
        in("node", "ip", "link", "add", "name", "br" + number, "type", "bridge");
        in(
                "node",
                "ip",
                "link",
                "add",
                "name",
                "vx" + number,
                "type",
                "vxlan",
                "id",
                number,
                "local",
                network + ".11",
                "dstport",
                "4789",
                "dev",
                "eth1");
        in("node", "bridge", "fdb", "append", "00:00:00:00:00:00", "dev", "vx" + number, "dst", network + ".1");
        in("node", "ip", "link", "set", "vx" + number, "master", "br" + number, "up");
        in("node", "ip", "link", "set", "br" + number, "up");
    }

    /** A namespace in place of a guest, with the MAC address of that instance, without an address. */
    void guest(String name, int instance, NetworkSegment segment) {
        namespace(name);
        run(
                "ip",
                "-n",
                prefix + "node",
                "link",
                "add",
                "name",
                "t-" + name,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                prefix + name);
        in("node", "ip", "link", "set", "t-" + name, "master", bridge(segment), "up");
        withChecksums(name, "eth0");
        in(name, "ip", "link", "set", "eth0", "address", String.format("d0:0d:00:00:00:%02x", instance), "up");
    }

    /** A guest with its address, which tells everyone who speaks to it who they are. */
    void server(String name, int instance, NetworkSegment segment, NetworkEndpoint endpoint) throws IOException {
        guest(name, instance, segment);
        String bits = segment.cidr().substring(segment.cidr().indexOf('/'));
        String gateway = endpoint.privateIp().substring(0, endpoint.privateIp().lastIndexOf('.')) + ".1";
        in(name, "ip", "link", "set", "eth0", "mtu", Integer.toString(segment.mtu()));
        in(name, "ip", "addr", "add", endpoint.privateIp() + bits, "dev", "eth0");
        in(name, "ip", "route", "add", "default", "via", gateway);
        answering(name);
    }

    /** A namespace one hop behind a guest, which translates for it, as containers are. */
    void container(String name, String guest) {
        namespace(name);
        link(guest, "c0", "192.168.99.1/24", name, "eth0", "192.168.99.2/24");
        in(name, "ip", "route", "add", "default", "via", "192.168.99.1");
        in(guest, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        in(guest, "iptables", "-t", "nat", "-A", "POSTROUTING", "-o", "eth0", "-j", "MASQUERADE");
    }

    /** Makes a namespace answer on port 7777. */
    void answering(String name) throws IOException {
        Process server = new ProcessBuilder("ip", "netns", "exec", prefix + name, PYTHON, TALK, "serve", name)
                .redirectErrorStream(true)
                .start();
        servers.add(server);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("listening");
        }
    }

    /** Who answers there by TCP, and whom it saw: {@code NAME ADDRESS}; or why nobody does. */
    String tcp(String from, String address) throws IOException {
        return talk(from, "tcp", address, "0");
    }

    /** The same by UDP from that port. */
    String udp(String from, String address, int port) throws IOException {
        return talk(from, "udp", address, Integer.toString(port));
    }

    private String talk(String from, String how, String address, String port) throws IOException {
        return in(from, PYTHON, TALK, how, address, port).strip();
    }

    /** Asks for a lease; what the server said, or how it failed. */
    String lease(String guest) {
        CommandResult result = runner.run(Command.of(
                        "ip",
                        "netns",
                        "exec",
                        prefix + guest,
                        "busybox",
                        "udhcpc",
                        "-f",
                        "-n",
                        "-q",
                        "-t",
                        "8",
                        "-T",
                        "1",
                        "-i",
                        "eth0",
                        "-O",
                        "mtu",
                        "-s",
                        directory.resolve("udhcpc.sh").toString())
                .withTimeout(Duration.ofSeconds(30))
                .acceptingExitCodes(1));
        return result.stdout() + result.stderr();
    }

    void startController() throws IOException {
        controller =
                new LabController(directory, full("router"), List.of(cluster, network + ".11", wiring.name(), subnet6));
        controller.start();
    }

    void killController() throws InterruptedException {
        controller.kill();
    }

    void apply(NetworkDocument document) throws IOException {
        controller.apply(document);
    }

    void resync() throws IOException {
        controller.resync();
    }

    /** Runs the command in the namespace; it must succeed. */
    String in(String name, String... argv) {
        List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
        full.addAll(Arrays.asList(argv));
        return runner.run(Command.of(full)).stdout();
    }

    /** Whether the command succeeds in the namespace. */
    boolean can(String name, String... argv) {
        List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
        full.addAll(Arrays.asList(argv));
        return runner.run(Command.of(full)
                                .acceptingExitCodes(IntStream.range(1, 256).toArray()))
                        .exitCode()
                == 0;
    }

    boolean canPing(String from, String address) {
        return can(from, "busybox", "ping", "-c", "1", "-W", "2", address);
    }

    /** What the controller wrote to its log so far. */
    String log() throws IOException {
        return controller.log();
    }

    /** Every command the controller ran so far. */
    List<String> commands() throws IOException {
        return controller.commands();
    }

    /** A name server for the controller's to ask, at {@link LabMain#UPSTREAM}: it has this one answer to every question. */
    void upstream(String address) throws IOException {
        upstream = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        prefix + "router",
                        Dnsmasq.PROGRAM,
                        "--keep-in-foreground",
                        "--conf-file=/dev/null",
                        "--pid-file=",
                        "--user=root",
                        "--no-hosts",
                        "--no-resolv",
                        "--bind-interfaces",
                        "--listen-address=" + LabMain.UPSTREAM,
                        "--address=/#/" + address)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("upstream.log").toFile())
                .start();
    }

    /** What the server says to the question, such as {@code NOERROR 172.16.10.5}; the last words are ask.py's. */
    String ask(String from, String server, String... question) {
        List<String> argv = new ArrayList<>(List.of(PYTHON, "src/test/resources/ask.py", server));
        argv.addAll(List.of(question));
        return in(from, argv.toArray(new String[0])).strip();
    }

    /** Starts a process in the namespace that the caller ends. */
    Process begin(String name, String... argv) throws IOException {
        List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
        full.addAll(Arrays.asList(argv));
        return new ProcessBuilder(full).start();
    }

    /** Processes of the controller's dnsmasq. */
    List<ProcessHandle> dnsmasqs() {
        return LabProcesses.of(Dnsmasq.PROGRAM, "--conf-file=" + directory.resolve("dns/dnsmasq.conf"));
    }

    /** dhcpd processes that serve this lab. */
    List<ProcessHandle> dhcpds() {
        return LabProcesses.of(
                "/usr/sbin/dhcpd", directory.resolve("net/dhcpd.conf").toString());
    }

    private void run(String... argv) {
        runner.run(Command.of(argv));
    }

    void close() throws InterruptedException {
        if (controller != null) {
            killController();
        }
        dhcpds().forEach(ProcessHandle::destroyForcibly);
        servers.forEach(Process::destroyForcibly);
        dnsmasqs().forEach(ProcessHandle::destroyForcibly);
        if (upstream != null) {
            upstream.destroyForcibly().waitFor();
        }
        for (String name : namespaces.reversed()) {
            runner.run(Command.of("ip", "netns", "del", name).acceptingExitCodes(1));
        }
    }
}
