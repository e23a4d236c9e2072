package io.jarrah.nc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.nc.os.IpCommand;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.Specs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MANAGED-NOVLAN on two nodes, whose bridges br0 have the cable between them, the nodes' own addresses and all guests. */
class SharedLayer2IT {
    private static final Ipv4Prefix SUBNET = Ipv4Prefix.parse("172.16.0.0/12");

    @TempDir
    Path directory;

    private final List<NetworkNamespace> guests = new ArrayList<>();
    private NetworkNamespace a;
    private NetworkNamespace b;

    @BeforeEach
    void connect() throws Exception {
        Path setting = directory.resolve("net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(setting.getParent());
        Files.writeString(setting, "1\n");
        a = NetworkNamespace.create("a");
        b = NetworkNamespace.create("b");
        a.ip("link", "add", "name", "eth1", "type", "veth", "peer", "name", "eth1", "netns", b.name());
        for (NetworkNamespace node : List.of(a, b)) {
            node.ip("link", "set", "eth1", "up");
            node.run(Command.of(
                    "sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=1", "net.bridge.bridge-nf-call-arptables=0"));
        }
    }

    @AfterEach
    void delete() {
        guests.forEach(NetworkNamespace::delete);
        a.delete();
        b.delete();
    }

    @Test
    void instancesReachEachOtherAcrossNodesAsFarAsTheirGroupsGo() throws Exception {
        bridges();
        NodeNetworkPlane planeA = plane(a, "a", Wiring.SHARED);
        NodeNetworkPlane planeB = plane(b, "b", Wiring.SHARED);
        converge(planeA, 5);
        converge(planeB, 6, 7, 8);
        assertThat(planeA.problem()).isEmpty();
        assertThat(planeA.tunnelAddress()).as("there are no tunnels").isEmpty();
        assertThat(planeA.bridge(10)).isEqualTo("br0");
        assertThat(planeB.ready(Specs.id(7))).isTrue();
        assertThat(names(b)).doesNotContain("br10", "br11", "vx10", "vl10");
        NetworkNamespace first = guest(a, 5);
        NetworkNamespace member = guest(b, 6);
        NetworkNamespace stranger = guest(b, 8);
        guest(b, 7);
        assertThat(ping(first, "172.16.10.6")).isTrue();
        assertThat(ping(member, "172.16.10.5")).isTrue();
        assertThat(ping(stranger, "172.16.10.5")).as("of another group").isFalse();
        assertThat(ping(first, "172.16.11.7"))
                .as("of another network, in the same group: the layer 2 is one")
                .isTrue();
        first.ip("address", "add", "172.16.10.9/16", "dev", "eth0");
        assertThat(ping(first, "-I", "172.16.10.9", "172.16.10.6"))
                .as("from an address that is not its own")
                .isFalse();
    }

    /** All nodes are on the guests' layer 2, and a guest can know their MAC addresses. */
    @Test
    void nodesHearEachOtherAndNoGuests() throws Exception {
        bridges();
        converge(plane(a, "a", Wiring.SHARED), 5);
        converge(plane(b, "b", Wiring.SHARED), 6);
        NetworkNamespace guest = guest(a, 5);
        // What would bring answers to the guest, were there any.
        b.ip("route", "add", "172.16.0.0/12", "dev", "br0");
        guest.ip("route", "add", "192.168.70.0/24", "dev", "eth0");
        assertThat(ping(a, "192.168.70.12")).isTrue();
        assertThat(ping(guest, "192.168.70.12")).isFalse();
        String mac =
                b.run(Command.of("cat", "/sys/class/net/br0/address")).stdout().strip();
        guest.ip("neighbour", "replace", "192.168.70.12", "lladdr", mac, "dev", "eth0", "nud", "permanent");
        b.ip("neighbour", "replace", "172.16.10.5", "lladdr", "d0:0d:00:00:00:05", "dev", "br0", "nud", "permanent");
        assertThat(ping(guest, "192.168.70.12")).as("without asking who it is").isFalse();
    }

    @Test
    void aBridgeThatLeadsNowhereMakesNoInstanceReady() throws Exception {
        NodeNetworkPlane plane = plane(a, "a", Wiring.SHARED);
        converge(plane, 5);
        assertThat(plane.ready(Specs.id(5))).isFalse();
        assertThat(plane.problem().orElseThrow()).contains("there is no bridge br0 (VNET_BRIDGE)", "eth1");
        a.ip("link", "add", "name", "br0", "type", "bridge");
        plane.converge(() -> {});
        assertThat(plane.problem().orElseThrow()).contains("br0 (VNET_BRIDGE) is down");
        a.ip("link", "set", "br0", "up");
        plane.converge(() -> {});
        assertThat(plane.problem().orElseThrow())
                .contains("eth1 (VNET_PRIVINTERFACE) is not a port of br0", "ip link set dev eth1 master br0");
        assertThat(plane.ready(Specs.id(5))).isFalse();
        a.ip("link", "set", "eth1", "master", "br0");
        plane.converge(() -> {});
        assertThat(plane.problem()).isEmpty();
        assertThat(plane.ready(Specs.id(5))).isTrue();
    }

    @Test
    void whatAnotherModeMadeGoes() throws Exception {
        a.ip("address", "add", "192.168.70.11/24", "dev", "eth1");
        converge(plane(a, "a", Wiring.VXLAN), 5);
        assertThat(names(a)).contains("br10", "vx10");
        a.ip("address", "flush", "dev", "eth1");
        bridge(a, "192.168.70.11/24");
        converge(plane(a, "a", Wiring.SHARED), 5);
        assertThat(names(a)).contains("br0").doesNotContain("br10", "vx10");
    }

    @Test
    void aKernelWithoutVlansSaysWhatToDo() throws Exception {
        NodeNetworkPlane plane = plane(
                command -> {
                    if (command.stdin()
                            .map(text -> new String(text, StandardCharsets.UTF_8))
                            .filter(text -> text.contains(" type vlan "))
                            .isPresent()) {
                        throw CommandFailedException.exited(
                                command, 2, "Error: Unknown device type.\nCommand failed -:3\n");
                    }
                    return a.run(command);
                },
                "a",
                Wiring.VLAN);
        plane.desire(network(1, 5));
        assertThatThrownBy(() -> plane.converge(() -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(plane.ready(Specs.id(5))).isFalse();
        assertThat(plane.problem().orElseThrow()).contains("modprobe 8021q", "VNET_ISOLATION=\"VXLAN\"");
    }

    @Test
    void aPrivateInterfaceThatIsTooNarrowIsReported() throws Exception {
        bridges();
        a.ip("link", "set", "eth1", "mtu", "1400");
        NodeNetworkPlane plane = plane(a, "a", Wiring.SHARED);
        converge(plane, 5);
        assertThat(plane.problem().orElseThrow()).contains("MTU of 1400", "1450 bytes");
        assertThat(plane.ready(Specs.id(5))).isTrue();
    }

    private void bridges() {
        bridge(a, "192.168.70.11/24");
        bridge(b, "192.168.70.12/24");
    }

    private static void bridge(NetworkNamespace node, String address) {
        node.ip("link", "add", "name", "br0", "type", "bridge");
        node.ip("link", "set", "eth1", "master", "br0");
        node.ip("address", "add", address, "dev", "br0");
        node.ip("link", "set", "br0", "up");
    }

    private NodeNetworkPlane plane(CommandRunner where, String name, Wiring wiring) {
        return new NodeNetworkPlane(
                new Uplink(wiring, "eth1", "br0", SUBNET),
                directory.resolve(name + ".json"),
                NodeNetworkPlane.Programs.of(where, new KernelSettings(directory)),
                Set::of);
    }

    private static void converge(NodeNetworkPlane plane, int... numbers) throws Exception {
        plane.desire(network(1, numbers));
        plane.converge(() -> {});
    }

    /** A stand-in for a guest, plugged into the nodes' bridge. */
    private NetworkNamespace guest(NetworkNamespace node, int number) {
        NetworkNamespace guest = NetworkNamespace.create("g" + number);
        guests.add(guest);
        String tap = TapNames.of(Specs.id(number));
        node.ip("link", "add", "name", tap, "type", "veth", "peer", "name", "eth0", "netns", guest.name());
        node.ip("link", "set", tap, "master", "br0", "up");
        guest.ip("address", "add", address(number) + "/16", "dev", "eth0");
        guest.ip("link", "set", "eth0", "address", "d0:0d:00:00:00:%02x".formatted(number), "up");
        return guest;
    }

    private static boolean ping(NetworkNamespace from, String... to) {
        List<String> argv = new ArrayList<>(List.of("busybox", "ping", "-c", "2", "-W", "1"));
        argv.addAll(List.of(to));
        CommandResult result =
                from.run(Command.of(argv).withTimeout(Duration.ofSeconds(20)).acceptingExitCodes(1));
        assertThat(result.stdout()).as(result.stderr()).contains("packets transmitted");
        return result.exitCode() == 0;
    }

    private static List<String> names(NetworkNamespace node) {
        return new IpCommand(node).links().stream().map(IpCommand.Link::name).toList();
    }

    private static int segment(int number) {
        return number == 7 ? 11 : 10;
    }

    private static String address(int number) {
        return "172.16." + segment(number) + "." + number;
    }

    /** Number 7 is in a network of its own, number 8 in a group of its own; members of group 1 reach each other. */
    private static NodeNetwork network(long generation, int... numbers) {
        List<NetworkSegment> segments = Arrays.stream(numbers)
                .map(SharedLayer2IT::segment)
                .distinct()
                .mapToObj(segment -> new NetworkSegment(
                        new NetworkId("net-%017x".formatted(segment)),
                        new AccountId("123456789012"),
                        segment,
                        "172.16." + segment + ".0/24",
                        1450))
                .toList();
        List<NetworkEndpoint> endpoints = Arrays.stream(numbers)
                .mapToObj(number -> new NetworkEndpoint(
                        Specs.id(number),
                        new NetworkId("net-%017x".formatted(segment(number))),
                        "d0:0d:00:00:00:%02x".formatted(number),
                        address(number),
                        "host",
                        List.of(Groups.id(number == 8 ? 2 : 1)),
                        Optional.empty()))
                .toList();
        return new NodeNetwork(
                generation,
                segments,
                List.of(),
                endpoints,
                List.of(
                        Groups.group(
                                1,
                                List.of("172.16.10.5", "172.16.10.6", "172.16.11.7"),
                                Groups.allOut(),
                                Groups.in(SecurityRule.ICMP, 8, SecurityRule.ANY, Groups.id(1))),
                        Groups.group(2, List.of("172.16.10.8"), Groups.allOut())));
    }
}
