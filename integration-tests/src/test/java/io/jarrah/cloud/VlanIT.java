package io.jarrah.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.network.LinkPlan;
import io.jarrah.cc.network.LinkPlanner;
import io.jarrah.cc.network.PlaneSettings;
import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.nc.network.NodeNetworkPlane;
import io.jarrah.nc.network.TapNames;
import io.jarrah.nc.network.Uplink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 802.1q with the very commands of the controllers, on kernels that have it: two nodes, and between them a cluster
 * controller whose private interface is the switch. VLANs 10 and 20 have the same prefix and, on the other node, the same addresses.
 */
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VlanIT {
    private static final Ipv4Prefix SUBNET = Ipv4Prefix.parse("172.16.0.0/12");
    private static final SecurityGroupId GROUP = new SecurityGroupId("sg-0123456789abcdef0");
    private static final NetworkSegment TEN = segment(10, "172.16.10.0/24");
    private static final NetworkSegment TWENTY = segment(20, "172.16.10.0/24");
    private static final NetworkSegment THIRTY = segment(30, "172.16.30.0/24");
    private static final PlaneSettings SETTINGS = new PlaneSettings(
            new ClusterName("zone1"),
            SUBNET,
            "lo",
            "lan",
            Wiring.VLAN,
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            8773,
            OptionalInt.empty(),
            Duration.ofMinutes(20),
            Optional.empty());

    @TempDir
    static Path directory;

    private static final List<LabHost> HOSTS = new ArrayList<>();
    private static long generation;
    private static LabHost cc;
    private static LabHost a;
    private static LabHost b;

    @BeforeAll
    static void boot() throws Exception {
        LabHost.require(VlanIT.class);
        Path setting = directory.resolve("net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(setting.getParent());
        Files.writeString(setting, "1\n");
        cc = host("cc", 1, "+left", "+right");
        a = host("a", 2, "left");
        b = host("b", 3, "right");
        cc.ip(
                "link add name lan type bridge",
                "link set eth0 master lan up",
                "link set eth1 master lan up",
                "link set lan up");
        for (LabHost node : List.of(a, b)) {
            node.in("sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=1");
            node.ip("link set eth0 up");
        }
        network(a, "a", List.of(TEN, TWENTY), endpoint(1, TEN, 5), endpoint(2, TWENTY, 6));
        network(
                b,
                "b",
                List.of(TEN, TWENTY, THIRTY),
                endpoint(3, TEN, 6),
                endpoint(4, TWENTY, 5),
                endpoint(5, THIRTY, 5));
        guest(a, 1, TEN, 5);
        guest(a, 2, TWENTY, 6);
        guest(b, 3, TEN, 6);
        guest(b, 4, TWENTY, 5);
        guest(b, 5, THIRTY, 5);
    }

    @AfterAll
    static void end() {
        HOSTS.reversed().forEach(LabHost::stop);
    }

    @Test
    @Order(1)
    void guestsOfOneVlanReachEachOtherAndTheTagsAreOnTheWire() {
        listen("ten");
        assertThat(a.ping("g1", "172.16.10.6")).isTrue();
        assertThat(heard("ten")).contains("vlan 10,").doesNotContain("vlan 20,");
        listen("twenty");
        assertThat(a.ping("g2", "172.16.10.5")).isTrue();
        assertThat(heard("twenty")).contains("vlan 20,").doesNotContain("vlan 10,");
    }

    /** Notes the next echo and its reply on the parent interface; returns when it has begun to. */
    private static void listen(String name) {
        b.in(
                "sh",
                "-c",
                "tcpdump -l -n -e -i eth0 -c 2 'icmp or (vlan and icmp)' >/tmp/" + name + ".seen 2>/tmp/" + name
                        + ".heard & until grep -q listening /tmp/" + name + ".heard; do sleep 0.1; done");
    }

    /** What was noted, when both are. */
    private static String heard(String name) {
        return b.in(
                "sh",
                "-c",
                "until grep -q captured /tmp/" + name + ".heard; do sleep 0.1; done; cat /tmp/" + name + ".seen");
    }

    /** The same address is there, in the other VLAN, on both hosts. */
    @Test
    @Order(2)
    void vlansOfOnePrefixAreApart() {
        b.ipIn("g3", "link set eth0 down");
        assertThat(a.ping("g1", "172.16.10.6"))
                .as("172.16.10.6 is also in VLAN 20")
                .isFalse();
        assertThat(a.ping("g2", "172.16.10.5")).as("VLAN 20 goes on").isTrue();
        b.ipIn("g3", "link set eth0 up");
        assertThat(a.ping("g1", "172.16.10.6")).isTrue();
    }

    @Test
    @Order(3)
    void theClusterControllerIsTheGatewayOfItsVlans() {
        assertThat(new IpCommand(cc).hasVlans("lan")).isTrue();
        apply(List.of(TEN, THIRTY));
        cc.in("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.bridge.bridge-nf-call-iptables=0");
        assertThat(a.ping("g1", "172.16.10.1")).isTrue();
        assertThat(a.ping("g2", "172.16.10.1"))
                .as("in VLAN 20 nobody has that address")
                .isFalse();
        a.ipIn("g1", "route add default via 172.16.10.1");
        b.ipIn("g5", "route add default via 172.16.30.1");
        assertThat(a.ping("g1", "172.16.30.5")).as("routed between VLANs").isTrue();
    }

    @Test
    @Order(4)
    void whatIsAsItShouldBeIsLeftAloneAndDriftIsRepaired() {
        assertThat(plan(List.of(TEN, THIRTY)).isEmpty()).isTrue();
        cc.ip("link delete dev vl10", "link set vl30 nomaster");
        apply(List.of(TEN, THIRTY));
        assertThat(plan(List.of(TEN, THIRTY)).isEmpty()).isTrue();
        assertThat(a.ping("g1", "172.16.30.5")).isTrue();
    }

    @Test
    @Order(5)
    void aNodeRepairsItsVlansAndLeavesTheAdministrators() throws Exception {
        NodeNetworkPlane plane = plane(a, "a");
        plane.converge(() -> {});
        assertThat(plane.problem()).isEmpty();
        String before = a.in("ip", "-d", "link", "show", "vl10");
        plane.converge(() -> {});
        assertThat(a.in("ip", "-d", "link", "show", "vl10")).isEqualTo(before);
        a.ip("link delete dev vl10", "link add link eth0 name eth0.77 type vlan id 77");
        plane.converge(() -> {});
        assertThat(a.ping("g1", "172.16.10.6")).isTrue();
        network(a, "a", List.of(TWENTY, segment(77, "172.16.77.0/24")), endpoint(2, TWENTY, 6));
        String links = a.in("ip", "-br", "link");
        assertThat(links).contains("vl20", "eth0.77").doesNotContain("vl10", "br10", "br77");
    }

    @Test
    @Order(6)
    void networksThatGoLeaveNothing() {
        apply(List.of());
        assertThat(cc.in("ip", "-br", "link")).doesNotContain("vl10", "br10", "vl30", "br30");
    }

    private static LabHost host(String name, int number, String... wires) {
        LabHost host = LabHost.start(directory, name, number, wires);
        HOSTS.add(host);
        return host;
    }

    private static LinkPlan plan(List<NetworkSegment> segments) {
        List<Link> links = new IpCommand(cc).links();
        return LinkPlanner.plan(SETTINGS, "", segments, List.of(), links, Map.of());
    }

    private static void apply(List<NetworkSegment> segments) {
        LinkPlan plan = plan(segments);
        assertThat(plan.bridge()).isEmpty();
        new IpCommand(cc).batch(plan.ip());
    }

    private static NodeNetworkPlane plane(LabHost node, String name) {
        return new NodeNetworkPlane(
                new Uplink(Wiring.VLAN, "eth0", "br0", SUBNET),
                directory.resolve(name + ".json"),
                NodeNetworkPlane.Programs.of(node, new KernelSettings(directory)),
                Set::of);
    }

    private static void network(LabHost node, String name, List<NetworkSegment> segments, NetworkEndpoint... endpoints)
            throws Exception {
        NodeNetworkPlane plane = plane(node, name);
        generation++;
        plane.desire(new NodeNetwork(
                generation,
                segments,
                List.of(),
                List.of(endpoints),
                List.of(new SecurityGroup(GROUP, List.of(open(false), open(true)), List.of()))));
        plane.converge(() -> {});
    }

    /** So that nothing but the VLANs is between guests. */
    private static SecurityRule open(boolean egress) {
        return new SecurityRule(
                egress,
                SecurityRule.ANY,
                SecurityRule.ANY,
                SecurityRule.ANY,
                Optional.of("0.0.0.0/0"),
                Optional.empty());
    }

    private static void guest(LabHost node, int number, NetworkSegment segment, int address) {
        String tap = TapNames.of(instance(number));
        String prefix = segment.cidr().substring(0, segment.cidr().lastIndexOf('.') + 1);
        node.ip(
                "netns add g" + number,
                "link add name " + tap + " type veth peer name eth0 netns g" + number,
                "link set " + tap + " master br" + segment.segment() + " up");
        node.ipIn(
                "g" + number,
                "link set eth0 address " + mac(number) + " up",
                "address add " + prefix + address + "/24 dev eth0");
    }

    private static InstanceId instance(int number) {
        return new InstanceId("i-%017x".formatted(number));
    }

    private static String mac(int number) {
        return "d0:0d:00:00:00:%02x".formatted(number);
    }

    private static NetworkSegment segment(int tag, String cidr) {
        return new NetworkSegment(
                new NetworkId("net-%017x".formatted(tag)), new AccountId("123456789012"), tag, cidr, 1500);
    }

    private static NetworkEndpoint endpoint(int number, NetworkSegment segment, int address) {
        return new NetworkEndpoint(
                instance(number),
                segment.id(),
                mac(number),
                segment.cidr().substring(0, segment.cidr().lastIndexOf('.') + 1) + address,
                "host",
                List.of(GROUP),
                Optional.empty());
    }
}
