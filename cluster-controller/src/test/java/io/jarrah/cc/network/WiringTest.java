package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Golden;
import io.jarrah.cc.Samples;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Wiring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Interfaces where networks are VLANs, and where they share one layer 2. */
class WiringTest {
    private static final PlaneSettings VLAN = RenderersTest.wired(Wiring.VLAN);
    private static final PlaneSettings SHARED = RenderersTest.wired(Wiring.SHARED);
    private static final SegmentNames NAMES = new SegmentNames(Samples.ZONE);
    private static final NetworkSegment WIDE =
            new NetworkSegment(Samples.network(10), Samples.ALICE, 10, "172.16.10.0/24", 1500);
    private static final Link BRIDGE = Links.link(
            "br10",
            5,
            "bridge",
            NAMES.bridgeMac(10),
            1500,
            true,
            Optional.empty(),
            LinkPlanner.GROUP,
            true,
            List.of("172.16.10.1/24"),
            Optional.empty());

    @Test
    void vlansAreMadeFromNothing() {
        LinkPlan plan = plan(VLAN, List.of(Samples.NET30, WIDE), parent(1500));
        Golden.check("links-vlan", String.join("\n", plan.ip()) + "\n");
        assertThat(plan.bridge()).as("the switches know the way").isEmpty();
    }

    @Test
    void nothingIsDoneWhenAllIsAsItShouldBe() {
        assertThat(plan(VLAN, List.of(WIDE), parent(1500), BRIDGE, vlan(10, "eth1", Optional.of("br10")))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aVlanOfAnotherInterfaceIsMadeAnewAndOneOutsideItsBridgeIsPluggedIn() {
        assertThat(plan(VLAN, List.of(WIDE), parent(1500), BRIDGE, vlan(10, "eth7", Optional.of("br10")))
                        .ip())
                .startsWith(
                        "link delete dev vl10",
                        "link add link eth1 name vl10 address " + NAMES.vlanMac(10)
                                + " mtu 1500 type vlan protocol 802.1Q id 10");
        assertThat(plan(VLAN, List.of(WIDE), parent(1500), BRIDGE, vlan(10, "eth1", Optional.empty()))
                        .ip())
                .containsExactly("link set dev vl10 master br10");
    }

    @Test
    void aVlanHasNoMoreThanItsParent() {
        assertThat(plan(VLAN, List.of(WIDE), parent(1400)).ip())
                .anyMatch(line -> line.startsWith("link add link eth1 name vl10") && line.contains(" mtu 1400 "))
                .anyMatch(line -> line.startsWith("link add name br10") && line.contains(" mtu 1400 "));
        assertThat(PrivateInterface.findings(VLAN, List.of(parent(1400)), List.of(WIDE)))
                .singleElement()
                .asString()
                .contains("eth1", "MTU of 1400", "1500 bytes", "ip link set dev eth1 mtu 1500");
        assertThat(PrivateInterface.findings(VLAN, List.of(parent(9000)), List.of(WIDE)))
                .isEmpty();
        assertThat(PrivateInterface.findings(RenderersTest.SETTINGS, List.of(parent(1400)), List.of(WIDE)))
                .isEmpty();
    }

    @Test
    void whatAnotherWiringLeftGoes() {
        Link vxlan = Links.link(
                "vx10",
                9,
                "vxlan",
                NAMES.vxlanMac(10),
                1450,
                true,
                Optional.of("br10"),
                0,
                true,
                List.of(),
                Optional.of(new Link.Vxlan(10, "192.168.70.1", "eth1", 4789, true)));
        assertThat(plan(VLAN, List.of(WIDE), parent(1500), BRIDGE, vxlan).ip())
                .startsWith("link delete dev vx10")
                .doesNotContain("link delete dev br10");
        assertThat(plan(SHARED, List.of(WIDE), parent(1500), BRIDGE, vlan(10, "eth1", Optional.of("br10")))
                        .ip())
                .containsExactly(
                        "link delete dev vl10",
                        "link delete dev br10",
                        "address add 172.16.10.1/24 dev eth1 label eth1:jr");
        assertThat(plan(VLAN, List.of(), withGateway("172.16.10.1/24")).ip())
                .containsExactly("address delete 172.16.10.1/24 dev eth1");
    }

    @Test
    void aTagOfTheAdministratorsIsNotTaken() {
        Link storage = Links.link(
                "eth1.10",
                8,
                "vlan",
                "52:54:00:00:00:01",
                1500,
                true,
                Optional.empty(),
                0,
                true,
                List.of(),
                Optional.empty(),
                Optional.of(new Link.Vlan(10, "802.1Q", "eth1")),
                Map.of());
        assertThatThrownBy(() -> plan(VLAN, List.of(WIDE), parent(1500), storage))
                .hasMessageContaining("eth1.10 has the VLAN tag 10 on eth1")
                .hasMessageContaining("VNET_MINVLAN");
        Link named = Links.link(
                "vl10",
                8,
                "veth",
                "52:54:00:00:00:01",
                1500,
                true,
                Optional.empty(),
                0,
                true,
                List.of(),
                Optional.empty());
        assertThatThrownBy(() -> plan(VLAN, List.of(WIDE), parent(1500), named))
                .hasMessageContaining("vl10")
                .hasMessageContaining("not made by this cluster controller");
    }

    @Test
    void aNumberThatIsNoTagIsRefused() {
        NetworkSegment large = new NetworkSegment(Samples.network(5), Samples.ALICE, 4095, "172.16.10.0/24", 1500);
        assertThatThrownBy(() -> plan(VLAN, List.of(large), parent(1500)))
                .hasMessageContaining("4095")
                .hasMessageContaining("VNET_ISOLATION");
    }

    @Test
    void gatewaysOfASharedLayer2StandBesideTheAdministratorsAddresses() {
        List<NetworkSegment> segments = List.of(Samples.NET10, Samples.NET20);
        assertThat(plan(SHARED, segments, withGateway("172.16.10.1/24", "172.16.99.1/24"))
                        .ip())
                .containsExactly(
                        "address delete 172.16.99.1/24 dev eth1", "address add 172.16.20.1/24 dev eth1 label eth1:jr");
        assertThat(plan(SHARED, segments, withGateway("172.16.10.1/24", "172.16.20.1/24"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void whatCannotHaveGatewaysIsRefused() {
        Link port = Links.link(
                "eth1",
                2,
                "",
                "52:54:00:00:00:01",
                1500,
                true,
                Optional.of("br0"),
                0,
                false,
                List.of(),
                Optional.empty());
        assertThatThrownBy(() -> PrivateInterface.require(SHARED, port))
                .hasMessageContaining("is a port of br0")
                .hasMessageContaining("set VNET_PRIVINTERFACE=\"br0\"");
        PrivateInterface.require(VLAN, port);
        Link inside = PublicAddressPlanTest.link("eth1", List.of("172.16.0.7/24"));
        assertThatThrownBy(() -> PrivateInterface.require(SHARED, inside))
                .hasMessageContaining("eth1 has 172.16.0.7/24")
                .hasMessageContaining("outside of VNET_SUBNET");
        PrivateInterface.require(RenderersTest.SETTINGS, inside);
        Link longName = PublicAddressPlanTest.link("enp193s0f1np1", List.of());
        assertThatThrownBy(() -> PrivateInterface.require(SHARED, longName))
                .hasMessageContaining("at most 12 characters");
    }

    @Test
    void ownGatewaysAreNoOverlap() {
        assertThat(Preflight.overlaps(SHARED, List.of(withGateway("172.16.10.1/24"))))
                .isEmpty();
    }

    @Test
    void aPrivateInterfaceThatIsDownOrGoneIsReported() {
        Link down = Links.link("eth1", 2, "", "", 1500, false, Optional.empty(), 0, false, List.of(), Optional.empty());
        assertThat(PrivateInterface.findings(VLAN, List.of(down), List.of()))
                .singleElement()
                .asString()
                .contains("eth1 (VNET_PRIVINTERFACE) is down");
        assertThat(PrivateInterface.findings(VLAN, List.of(), List.of()))
                .singleElement()
                .asString()
                .contains("is gone");
    }

    private static LinkPlan plan(PlaneSettings settings, List<NetworkSegment> segments, Link... links) {
        return LinkPlanner.plan(settings, "", segments, List.of("192.168.70.11"), List.of(links), Map.of());
    }

    private static Link parent(int mtu) {
        return Links.link(
                "eth1",
                2,
                "",
                "52:54:00:00:00:01",
                mtu,
                true,
                Optional.empty(),
                0,
                false,
                List.of("192.168.70.1/24"),
                Optional.empty());
    }

    private static Link withGateway(String... gateways) {
        List<String> ours = List.of(gateways);
        List<String> addresses = new ArrayList<>(List.of("192.168.70.1/24"));
        addresses.addAll(ours);
        Map<String, String> labels = new HashMap<>();
        ours.forEach(address -> labels.put(address, "eth1:jr"));
        return Links.link(
                "eth1",
                2,
                "",
                "52:54:00:00:00:01",
                1500,
                true,
                Optional.empty(),
                0,
                false,
                addresses,
                Optional.empty(),
                Optional.empty(),
                labels);
    }

    private static Link vlan(int tag, String device, Optional<String> master) {
        return Links.link(
                "vl" + tag,
                tag + 100,
                "vlan",
                NAMES.vlanMac(tag),
                1500,
                true,
                master,
                0,
                true,
                List.of(),
                Optional.empty(),
                Optional.of(new Link.Vlan(tag, "802.1Q", device)),
                Map.of());
    }
}
