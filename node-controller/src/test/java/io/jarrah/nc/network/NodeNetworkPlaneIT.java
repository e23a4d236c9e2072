package io.jarrah.nc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.nc.os.BridgeCommand;
import io.jarrah.nc.os.IpCommand;
import io.jarrah.nc.testing.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    void connect() {
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
        planeA.desire(network(1, 10, 11));
        planeB.desire(network(1, 10, 11));
        planeA.converge();
        planeB.converge();
        assertThat(planeA.ready(10)).isTrue();
        assertThat(planeA.problem()).isEmpty();
        assertThat(planeA.tunnelAddress()).isEqualTo("192.168.70.11");
        NetworkNamespace first = guest(a, "ga", "br10", "172.16.10.5/24");
        guest(b, "gb", "br10", "172.16.10.6/24");
        guest(b, "gc", "br11", "172.16.10.7/24");
        assertThat(ping(first, "172.16.10.6")).isTrue();
        assertThat(ping(first, "172.16.10.7")).isFalse();
    }

    @Test
    void convergingAgainChangesNothingAndRepairsWhatBroke() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, 10));
        plane.converge();
        List<IpCommand.Link> before = new IpCommand(a).links();
        plane.converge();
        assertThat(new IpCommand(a).links()).isEqualTo(before);
        a.ip("link", "delete", "dev", "vx10");
        plane.converge();
        assertThat(new IpCommand(a).links()).containsAll(before);
        assertThat(new BridgeCommand(a).floods()).containsExactly(new BridgeCommand.Flood("vx10", "192.168.70.12"));
    }

    @Test
    void afterARestartTheNetworkIsMadeBeforeAnybodyIsHeard() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(3, 10));
        plane.desire(network(2, 12));
        NodeNetworkPlane later = plane(a, "a");
        later.converge();
        assertThat(later.ready(10)).isTrue();
        assertThat(later.ready(12)).isFalse();
    }

    @Test
    void whatIsNoLongerWantedGoesWhenTheLastInstanceDoes() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, 10));
        plane.converge();
        inUse.add(10);
        plane.desire(network(2));
        plane.converge();
        assertThat(names(a)).contains("br10", "vx10");
        inUse.clear();
        plane.converge();
        assertThat(names(a)).doesNotContain("br10", "vx10");
    }

    @Test
    void anAdministratorsBridgeIsReportedAndLeftAlone() throws Exception {
        a.ip("link", "add", "name", "br10", "type", "bridge");
        NodeNetworkPlane plane = plane(a, "a");
        plane.desire(network(1, 10));
        plane.converge();
        assertThat(plane.ready(10)).isFalse();
        assertThat(plane.problem()).isPresent();
        plane.desire(network(2));
        plane.converge();
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

    private NodeNetworkPlane plane(NetworkNamespace where, String name) {
        return new NodeNetworkPlane(
                "eth1",
                directory.resolve(name + ".json"),
                new NodeNetworkPlane.Programs(
                        new IpCommand(where), new BridgeCommand(where), new KernelSettings(directory)),
                () -> inUse);
    }

    @Test
    void kernelSettingsAreWrittenOnlyWhenTheyDiffer() throws Exception {
        Path file = directory.resolve("net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "1\n");
        NodeNetworkPlane plane = plane(a, "a");
        plane.converge();
        assertThat(file).hasContent("0\n");
    }

    /** A stand-in for a guest: a namespace whose one interface is plugged into the bridge. */
    private NetworkNamespace guest(NetworkNamespace node, String name, String bridge, String address) {
        NetworkNamespace guest = NetworkNamespace.create(name);
        guests.add(guest);
        node.ip("link", "add", "name", name, "type", "veth", "peer", "name", "eth0", "netns", guest.name());
        node.ip("link", "set", name, "master", bridge, "up");
        guest.ip("address", "add", address, "dev", "eth0");
        guest.ip("link", "set", "eth0", "mtu", "1450", "up");
        return guest;
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

    private static NodeNetwork network(long generation, int... segments) {
        return new NodeNetwork(
                generation,
                Arrays.stream(segments)
                        .mapToObj(segment -> new NetworkSegment(
                                new NetworkId("net-%017x".formatted(segment)),
                                new AccountId("123456789012"),
                                segment,
                                "172.16.10.0/24",
                                1450))
                        .toList(),
                PEERS,
                List.of(),
                List.of());
    }
}
