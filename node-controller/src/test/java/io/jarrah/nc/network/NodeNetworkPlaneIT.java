package io.jarrah.nc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.nc.os.BridgeCommand;
import io.jarrah.nc.os.IpCommand;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one wire: the same segment reaches across, another does not. */
class NodeNetworkPlaneIT {
    private static final List<String> PEERS = List.of("192.168.70.11", "192.168.70.12");

    @TempDir
    Path directory;

    private final Set<Integer> inUse = new TreeSet<>();
    private final List<NetworkNamespace> guests = new ArrayList<>();
    private NetworkNamespace a;
    private NetworkNamespace b;

    @BeforeEach
    void connect() throws Exception {
        Files.createDirectories(callIptables().getParent());
        Files.writeString(callIptables(), "1\n");
        a = NetworkNamespace.create("a");
        b = NetworkNamespace.create("b");
        NetworkNamespace.connect(a, "192.168.70.11/24", b, "192.168.70.12/24");
    }

    @AfterEach
    void delete() {
        guests.forEach(NetworkNamespace::delete);
        a.delete();
        b.delete();
    }

    @Test
    void aSegmentReachesAcrossNodesAndNoFurther() throws Exception {
        NodeNetworkPlane planeA = plane(a, "a");
        NodeNetworkPlane planeB = plane(b, "b");
        planeA.desire(network(1, endpoints(5), 10, 11));
        planeB.desire(network(1, endpoints(6, 7, 8), 10, 11));
        planeA.converge(() -> {});
        planeB.converge(() -> {});
        assertThat(planeA.problem()).isEmpty();
        assertThat(planeA.tunnelAddress()).isEqualTo("192.168.70.11");
        NetworkNamespace first = guest(a, 5);
        NetworkNamespace member = guest(b, 6);
        guest(b, 7);
        NetworkNamespace stranger = guest(b, 8);
        assertThat(ping(first, "172.16.10.6")).isTrue();
        assertThat(ping(member, "172.16.10.5")).isTrue();
        assertThat(ping(first, "172.16.11.7")).isFalse();
        assertThat(ping(stranger, "172.16.10.5")).isFalse();
    }

    /** Failure 39: a bridge that listens and learns first passes nothing for half a minute, in which a guest asks for its address. */
    @Test
    void failure39ABridgeForwardsFromTheFirstFrame() throws Exception {
        NodeNetworkPlane planeA = plane(a, "a");
        NodeNetworkPlane planeB = plane(b, "b");
        planeB.desire(network(1, endpoints(6), 10));
        planeB.converge(() -> {});
        NetworkNamespace there = guest(b, 6);
        planeA.desire(network(1, endpoints(5), 10));
        planeA.converge(() -> {});
        NetworkNamespace first = guest(a, 5);
        for (String setting : List.of("stp_state", "forward_delay")) {
            assertThat(a.run(Command.of("cat", "/sys/class/net/br10/bridge/" + setting))
                            .stdout()
                            .strip())
                    .as(setting)
                    .isEqualTo("0");
        }
        assertThat(a.run(Command.of("cat", "/sys/class/net/vx10/brport/state"))
                        .stdout()
                        .strip())
                .as("forwarding")
                .isEqualTo("3");
        assertThat(ping(first, "172.16.10.6")).isTrue();
        assertThat(ping(there, "172.16.10.5")).isTrue();
    }

    /** libvirt plugs an instance in once; whoever deletes its bridge takes it off the network for good, unless somebody plugs it in again. */
    @Test
    void aDeletedBridgeComesBackWithItsInstances() throws Exception {
        NodeNetworkPlane planeA = plane(a, "a");
        NodeNetworkPlane planeB = plane(b, "b");
        planeA.desire(network(1, endpoints(5), 10));
        planeB.desire(network(1, endpoints(6), 10));
        planeA.converge(() -> {});
        planeB.converge(() -> {});
        NetworkNamespace first = guest(a, 5);
        guest(b, 6);
        assertThat(ping(first, "172.16.10.6")).isTrue();
        a.ip("link", "delete", "dev", "br10");
        assertThat(ping(first, "172.16.10.6")).isFalse();
        planeA.converge(() -> {});
        assertThat(ping(first, "172.16.10.6")).isTrue();
    }

    @Test
    void anInstanceIsReadyWhenItsSegmentIsConnectedAndItsEndpointIsGuarded() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, endpoints(5), 10));
        assertThat(plane.ready(Specs.id(5))).isFalse();
        plane.converge(() -> {});
        assertThat(plane.ready(Specs.id(5))).isTrue();
        assertThat(plane.ready(Specs.id(6))).isFalse();
        plane.desire(network(2, endpoints(6), 10));
        plane.converge(() -> {});
        assertThat(plane.ready(Specs.id(5))).isFalse();
        assertThat(plane.ready(Specs.id(6))).isTrue();
    }

    @Test
    void withoutBridgeNetfilterNoInstanceIsReadyAndNothingPasses() throws Exception {
        NodeNetworkPlane planeB = plane(b, "b");
        planeB.desire(network(1, endpoints(6), 10));
        planeB.converge(() -> {});
        Files.delete(callIptables());
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, endpoints(5), 10));
        plane.converge(() -> {});
        assertThat(plane.ready(Specs.id(5))).isFalse();
        assertThat(plane.problem().orElseThrow()).contains("br_netfilter");
        NetworkNamespace first = guest(a, 5);
        guest(b, 6);
        assertThat(ping(first, "172.16.10.6")).isFalse();
        Files.writeString(callIptables(), "0\n");
        plane.converge(() -> {});
        assertThat(callIptables()).hasContent("1\n");
        assertThat(plane.problem()).isEmpty();
        assertThat(ping(first, "172.16.10.6")).isTrue();
    }

    @Test
    void withoutAProgramNoInstanceIsReadyAndTheProblemNamesIt() throws Exception {
        NodeNetworkPlane plane = new NodeNetworkPlane(
                Uplink.vxlan("eth1"),
                directory.resolve("a.json"),
                NodeNetworkPlane.Programs.of(
                        command -> {
                            if (command.argv().getFirst().endsWith("/nft")) {
                                throw CommandFailedException.exited(command, 127, "nft: not found");
                            }
                            return a.run(command);
                        },
                        new KernelSettings(directory)),
                () -> inUse);
        plane.desire(network(1, endpoints(5), 10));
        assertThatThrownBy(() -> plane.converge(() -> {})).isInstanceOf(CommandFailedException.class);
        assertThat(plane.ready(Specs.id(5))).isFalse();
        assertThat(plane.problem().orElseThrow()).contains("/usr/sbin/nft").contains("not found");
        assertThat(names(a)).doesNotContain("br10");
    }

    @Test
    void whatCannotBeAppliedIsRefusedAndChangesNothing() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, endpoints(5), 10));
        SecurityGroup wrong = Groups.group(1, List.of("172.16.10.5\nflush"));
        assertThatThrownBy(() -> plane.desire(new NodeNetwork(2, List.of(), PEERS, List.of(), List.of(wrong))))
                .isInstanceOf(ServiceException.class);
        plane.converge(() -> {});
        assertThat(plane.ready(Specs.id(5))).isTrue();
    }

    @Test
    void convergingAgainChangesNothingAndRepairsWhatBroke() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, List.of(), 10));
        plane.converge(() -> {});
        List<IpCommand.Link> before = new IpCommand(a).links();
        plane.converge(() -> {});
        assertThat(new IpCommand(a).links()).isEqualTo(before);
        a.ip("link", "delete", "dev", "vx10");
        plane.converge(() -> {});
        assertThat(new IpCommand(a).links()).containsAll(before);
        assertThat(new BridgeCommand(a).floods()).containsExactly(new BridgeCommand.Flood("vx10", "192.168.70.12"));
    }

    @Test
    void afterARestartTheNetworkIsMadeBeforeAnybodyIsHeard() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(3, endpoints(5), 10));
        plane.desire(network(2, endpoints(7), 11));
        NodeNetworkPlane later = plane(a, "a");
        later.converge(() -> {});
        assertThat(later.ready(Specs.id(5))).isTrue();
        assertThat(later.ready(Specs.id(7))).isFalse();
        assertThat(names(a)).contains("br10").doesNotContain("br11");
    }

    @Test
    void whatIsNoLongerWantedGoesWhenTheLastInstanceDoes() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, List.of(), 10));
        plane.converge(() -> {});
        inUse.add(10);
        plane.desire(network(2, List.of()));
        plane.converge(() -> {});
        assertThat(names(a)).contains("br10", "vx10");
        inUse.clear();
        plane.converge(() -> {});
        assertThat(names(a)).doesNotContain("br10", "vx10");
    }

    @Test
    void anAdministratorsBridgeIsReportedAndLeftAlone() throws Exception {
        a.ip("link", "add", "name", "br10", "type", "bridge");
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, endpoints(5), 10));
        plane.converge(() -> {});
        assertThat(plane.ready(Specs.id(5))).isFalse();
        assertThat(plane.problem()).isPresent();
        plane.desire(network(2, List.of()));
        plane.converge(() -> {});
        assertThat(names(a)).contains("br10");
    }

    @Test
    void aTapLeftBehindIsRemoved() {
        a.ip("tuntap", "add", "dev", "jt0123456789abc", "mode", "tap");
        NodeNetworkPlane plane = plane(a, "a");
        plane.removeTap("jt0123456789abc");
        plane.removeTap("jt0123456789abc");
        assertThat(names(a)).doesNotContain("jt0123456789abc");
    }

    private Path callIptables() {
        return directory.resolve("net/bridge/bridge-nf-call-iptables");
    }

    private NodeNetworkPlane plane(NetworkNamespace where, String name) {
        return new NodeNetworkPlane(
                Uplink.vxlan("eth1"),
                directory.resolve(name + ".json"),
                NodeNetworkPlane.Programs.of(where, new KernelSettings(directory)),
                () -> inUse);
    }

    /** A stand-in for a guest: a namespace whose one interface is plugged into the bridge as its tap would be. */
    private NetworkNamespace guest(NetworkNamespace node, int number) {
        NetworkNamespace guest = NetworkNamespace.create("g" + number);
        guests.add(guest);
        NetworkEndpoint endpoint = endpoints(number).getFirst();
        String tap = TapNames.of(endpoint.instanceId());
        node.ip("link", "add", "name", tap, "type", "veth", "peer", "name", "eth0", "netns", guest.name());
        node.ip("link", "set", tap, "master", "br" + segment(number), "up");
        guest.ip("address", "add", endpoint.privateIp() + "/16", "dev", "eth0");
        guest.ip("link", "set", "eth0", "address", endpoint.mac(), "mtu", "1450", "up");
        return guest;
    }

    private static int segment(int number) {
        return number == 7 ? 11 : 10;
    }

    private static boolean ping(NetworkNamespace from, String to) {
        CommandResult result = from.run(Command.of("busybox", "ping", "-c", "3", "-W", "1", to)
                .withTimeout(Duration.ofSeconds(20))
                .acceptingExitCodes(1));
        // Exit code 1 is also that of a ping that never ran.
        assertThat(result.stdout()).as(result.stderr()).contains("packets transmitted");
        return result.exitCode() == 0;
    }

    private static List<String> names(NetworkNamespace node) {
        return new IpCommand(node).links().stream().map(IpCommand.Link::name).toList();
    }

    /** Of these instances; the one numbered 8 is in a group of its own. */
    private static List<NetworkEndpoint> endpoints(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> new NetworkEndpoint(
                        Specs.id(number),
                        new NetworkId("net-%017x".formatted(segment(number))),
                        "d0:0d:00:00:00:%02x".formatted(number),
                        "172.16." + segment(number) + "." + number,
                        "host",
                        List.of(Groups.id(number == 8 ? 2 : 1)),
                        Optional.empty()))
                .toList();
    }

    /** Members of group 1 reach each other. */
    private static NodeNetwork network(long generation, List<NetworkEndpoint> endpoints, int... segments) {
        return new NodeNetwork(
                generation,
                Arrays.stream(segments)
                        .mapToObj(segment -> new NetworkSegment(
                                new NetworkId("net-%017x".formatted(segment)),
                                new AccountId("123456789012"),
                                segment,
                                "172.16." + segment + ".0/24",
                                1450))
                        .toList(),
                PEERS,
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
