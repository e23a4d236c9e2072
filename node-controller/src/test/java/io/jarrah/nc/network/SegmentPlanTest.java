package io.jarrah.nc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.nc.network.SegmentPlan.Desired;
import io.jarrah.nc.network.SegmentPlan.Wire;
import io.jarrah.nc.os.BridgeCommand.Flood;
import io.jarrah.nc.os.IpCommand.Link;
import io.jarrah.nc.os.IpCommand.VlanInfo;
import io.jarrah.nc.os.IpCommand.VxlanInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentPlanTest {
    private static final Wire TUNNEL = new Wire(Uplink.vxlan("eth1"), "192.168.70.11");
    private static final Wire TAGGED = new Wire(uplink(Wiring.VLAN), "");
    private static final Link PARENT =
            new Link("eth1", "", 1500, true, Optional.empty(), Optional.empty(), Optional.empty(), false);
    private static final Link BRIDGE =
            new Link("br10", "bridge", 1450, true, Optional.empty(), Optional.empty(), Optional.empty(), false);
    private static final Link VXLAN = vxlan("192.168.70.11", 1450, Optional.of("br10"));
    private static final List<String> PEERS = List.of("192.168.70.1", "192.168.70.11", "192.168.70.12");

    @Test
    void aNewSegmentGetsItsBridgeTunnelAndPeersButNotItself() {
        SegmentPlan plan = SegmentPlan.of(desired(Set.of(), Set.of(), 10), List.of(), List.of(), TUNNEL);
        assertThat(plan.links())
                .containsExactly(
                        "link add name br10 type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
                        "link set dev br10 addrgenmode none",
                        "link set dev br10 mtu 1450 up",
                        "link add name vx10 type vxlan id 10 local 192.168.70.11 dstport 4789 dev eth1",
                        "link set dev vx10 addrgenmode none",
                        "link set dev vx10 mtu 1450 master br10 up");
        assertThat(plan.addedFloods())
                .containsExactly(new Flood("vx10", "192.168.70.1"), new Flood("vx10", "192.168.70.12"));
        assertThat(plan.ready()).containsExactly(10);
        assertThat(plan.owned()).containsExactly(10);
    }

    @Test
    void whatIsRightIsLeftAlone() {
        List<Flood> floods = List.of(new Flood("vx10", "192.168.70.1"), new Flood("vx10", "192.168.70.12"));
        SegmentPlan plan = SegmentPlan.of(desired(Set.of(10), Set.of(), 10), List.of(BRIDGE, VXLAN), floods, TUNNEL);
        assertThat(plan.empty()).isTrue();
        assertThat(plan.ready()).containsExactly(10);
    }

    @Test
    void peersComeAndGo() {
        List<Flood> floods = List.of(new Flood("vx10", "192.168.70.1"), new Flood("vx10", "192.168.70.99"));
        SegmentPlan plan = SegmentPlan.of(desired(Set.of(10), Set.of(), 10), List.of(BRIDGE, VXLAN), floods, TUNNEL);
        assertThat(plan.links()).isEmpty();
        assertThat(plan.removedFloods()).containsExactly(new Flood("vx10", "192.168.70.99"));
        assertThat(plan.addedFloods()).containsExactly(new Flood("vx10", "192.168.70.12"));
    }

    @Test
    void aTunnelFromAnotherAddressIsMadeAnew() {
        SegmentPlan plan = SegmentPlan.of(
                desired(Set.of(10), Set.of(), 10),
                List.of(BRIDGE, vxlan("10.0.0.1", 1450, Optional.of("br10"))),
                List.of(new Flood("vx10", "192.168.70.1")),
                TUNNEL);
        assertThat(plan.links()).startsWith("link delete dev vx10").hasSize(4);
        assertThat(plan.removedFloods()).isEmpty();
        assertThat(plan.addedFloods()).hasSize(2);
    }

    @Test
    void aTunnelOutsideItsBridgeIsPluggedIn() {
        SegmentPlan plan = SegmentPlan.of(
                desired(Set.of(10), Set.of(), 10),
                List.of(BRIDGE, vxlan("192.168.70.11", 1450, Optional.empty())),
                List.of(),
                TUNNEL);
        assertThat(plan.links())
                .containsExactly("link set dev vx10 addrgenmode none", "link set dev vx10 mtu 1450 master br10 up");
    }

    @Test
    void theHostHasNoAddressOnWhatGuestsHear() {
        Link bridge =
                new Link("br10", "bridge", 1450, true, Optional.empty(), Optional.empty(), Optional.empty(), true);
        List<Flood> floods = List.of(new Flood("vx10", "192.168.70.1"), new Flood("vx10", "192.168.70.12"));
        assertThat(SegmentPlan.of(desired(Set.of(10), Set.of(), 10), List.of(bridge, VXLAN), floods, TUNNEL)
                        .links())
                .containsExactly("link set dev br10 addrgenmode none", "address flush dev br10 scope link");
    }

    @Test
    void aSegmentNoLongerWantedGoesOnceNoInstanceUsesIt() {
        List<Link> links = List.of(BRIDGE, VXLAN);
        assertThat(SegmentPlan.of(desired(Set.of(10), Set.of(10)), links, List.of(), TUNNEL)
                        .links())
                .isEmpty();
        SegmentPlan plan = SegmentPlan.of(desired(Set.of(10), Set.of()), links, List.of(), TUNNEL);
        assertThat(plan.links()).containsExactly("link delete dev vx10", "link delete dev br10");
        assertThat(plan.owned()).isEmpty();
    }

    @Test
    void anAdministratorsBridgeIsNeverTouched() {
        SegmentPlan plan = SegmentPlan.of(desired(Set.of(), Set.of(), 10), List.of(BRIDGE), List.of(), TUNNEL);
        assertThat(plan.empty()).isTrue();
        assertThat(plan.foreign()).containsExactly("br10");
        assertThat(plan.ready()).isEmpty();
        assertThat(SegmentPlan.of(desired(Set.of(), Set.of()), List.of(BRIDGE), List.of(), TUNNEL)
                        .empty())
                .isTrue();
    }

    @Test
    void ownLinksAreRecognisedWhenTheStateWasLost() {
        SegmentPlan plan = SegmentPlan.of(desired(Set.of(), Set.of(), 10), List.of(BRIDGE, VXLAN), List.of(), TUNNEL);
        assertThat(plan.foreign()).isEmpty();
        assertThat(plan.owned()).containsExactly(10);
    }

    @Test
    void aVlanSegmentGetsItsBridgeAndTheTaggedFramesOfThePrivateInterface() {
        SegmentPlan plan = SegmentPlan.of(desired(Set.of(), Set.of(), 10), List.of(PARENT), List.of(), TAGGED);
        assertThat(plan.links())
                .containsExactly(
                        "link add name br10 type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
                        "link set dev br10 addrgenmode none",
                        "link set dev br10 mtu 1450 up",
                        "link add link eth1 name vl10 type vlan protocol 802.1Q id 10",
                        "link set dev vl10 addrgenmode none",
                        "link set dev vl10 mtu 1450 master br10 up");
        assertThat(plan.addedFloods()).isEmpty();
        assertThat(plan.ready()).containsExactly(10);
    }

    @Test
    void aVlanThatIsRightIsLeftAloneAndAnotherIsMadeAnew() {
        assertThat(SegmentPlan.of(
                                desired(Set.of(10), Set.of(), 10),
                                List.of(PARENT, BRIDGE, vlan("vl10", "eth1", Optional.of("br10"))),
                                List.of(),
                                TAGGED)
                        .empty())
                .isTrue();
        assertThat(SegmentPlan.of(
                                desired(Set.of(10), Set.of(), 10),
                                List.of(PARENT, BRIDGE, vlan("vl10", "eth7", Optional.of("br10"))),
                                List.of(),
                                TAGGED)
                        .links())
                .containsExactly(
                        "link delete dev vl10",
                        "link add link eth1 name vl10 type vlan protocol 802.1Q id 10",
                        "link set dev vl10 addrgenmode none",
                        "link set dev vl10 mtu 1450 master br10 up");
    }

    @Test
    void aVlanHasNoMoreThanItsParent() {
        Link narrow = new Link("eth1", "", 1400, true, Optional.empty(), Optional.empty(), Optional.empty(), false);
        assertThat(SegmentPlan.of(desired(Set.of(), Set.of(), 10), List.of(narrow), List.of(), TAGGED)
                        .links())
                .contains(
                        "link set dev br10 addrgenmode none",
                        "link set dev br10 mtu 1400 up",
                        "link set dev vl10 addrgenmode none",
                        "link set dev vl10 mtu 1400 master br10 up");
    }

    @Test
    void aVlanNoLongerWantedGoes() {
        List<Link> links = List.of(PARENT, BRIDGE, vlan("vl10", "eth1", Optional.of("br10")));
        assertThat(SegmentPlan.of(desired(Set.of(10), Set.of()), links, List.of(), TAGGED)
                        .links())
                .containsExactly("link delete dev vl10", "link delete dev br10");
    }

    @Test
    void anAdministratorsVlanIsNeverTouched() {
        Link named = new Link("vl10", "veth", 1500, true, Optional.empty(), Optional.empty(), Optional.empty(), false);
        Link tagged = vlan("eth1.10", "eth1", Optional.empty());
        for (Link link : List.of(named, tagged)) {
            SegmentPlan plan =
                    SegmentPlan.of(desired(Set.of(), Set.of(), 10), List.of(PARENT, link), List.of(), TAGGED);
            assertThat(plan.empty()).isTrue();
            assertThat(plan.foreign()).containsExactly(link.name());
            assertThat(plan.ready()).isEmpty();
        }
        SegmentPlan lost = SegmentPlan.of(
                desired(Set.of(), Set.of(), 10),
                List.of(PARENT, BRIDGE, vlan("vl10", "eth1", Optional.of("br10"))),
                List.of(),
                TAGGED);
        assertThat(lost.owned()).as("recognised when the state was lost").containsExactly(10);
    }

    @Test
    void whatAnotherWiringLeftGoes() {
        assertThat(SegmentPlan.of(desired(Set.of(10), Set.of(), 10), List.of(PARENT, BRIDGE, VXLAN), List.of(), TAGGED)
                        .links())
                .containsExactly(
                        "link delete dev vx10",
                        "link add link eth1 name vl10 type vlan protocol 802.1Q id 10",
                        "link set dev vl10 addrgenmode none",
                        "link set dev vl10 mtu 1450 master br10 up");
        SegmentPlan shared = SegmentPlan.of(
                desired(Set.of(10), Set.of(), 10),
                List.of(PARENT, BRIDGE, VXLAN),
                List.of(),
                new Wire(uplink(Wiring.SHARED), ""));
        assertThat(shared.links()).containsExactly("link delete dev vx10", "link delete dev br10");
        assertThat(shared.owned()).isEmpty();
    }

    private static Uplink uplink(Wiring wiring) {
        return new Uplink(wiring, "eth1", "br0", Ipv4Prefix.parse("172.16.0.0/12"));
    }

    private static Link vlan(String name, String device, Optional<String> bridge) {
        return new Link(
                name, "vlan", 1450, true, bridge, Optional.empty(), Optional.of(VlanInfo.tagged(10, device)), false);
    }

    private static Link vxlan(String local, int mtu, Optional<String> bridge) {
        return new Link(
                "vx10",
                "vxlan",
                mtu,
                true,
                bridge,
                Optional.of(new VxlanInfo(10, local, "eth1", 4789)),
                Optional.empty(),
                false);
    }

    private static Desired desired(Set<Integer> owned, Set<Integer> inUse, int... segments) {
        List<NetworkSegment> wanted = java.util.Arrays.stream(segments)
                .mapToObj(segment -> new NetworkSegment(
                        new NetworkId("net-0123456789abcdef0"),
                        new AccountId("123456789012"),
                        segment,
                        "172.16.10.0/24",
                        1450))
                .toList();
        return new Desired(wanted, PEERS, owned, inUse);
    }
}
