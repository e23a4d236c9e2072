package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Golden;
import io.jarrah.cc.Samples;
import io.jarrah.cc.os.ForwardingEntry;
import io.jarrah.cc.os.Link;
import io.jarrah.cc.os.Neighbour;
import io.jarrah.cc.os.Route;
import io.jarrah.common.contract.NetworkDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitPlannerTest {
    private static final String HERE = "192.168.70.1";
    private static final NetworkDocument JOINED = Samples.withPeers(Samples.document());
    private static final String ZONE2_MAC = "0e:4a:c0:a8:46:02";
    private static final String ZONE3_MAC = "0e:4a:c0:a8:46:03";
    private static final TransitPlanner.Present COMPLETE = new TransitPlanner.Present(
            List.of(
                    new Route("172.16.40.0/24", "192.168.70.2", "172.16.10.1"),
                    new Route("172.16.41.0/24", "192.168.70.2", "172.16.10.1"),
                    new Route("172.16.50.0/24", "192.168.70.3", "172.16.10.1")),
            List.of(new Neighbour("192.168.70.2", ZONE2_MAC, true), new Neighbour("192.168.70.3", ZONE3_MAC, true)),
            List.of(new ForwardingEntry(ZONE2_MAC, "192.168.70.2"), new ForwardingEntry(ZONE3_MAC, "192.168.70.3")));

    @Test
    void theClustersAreJoinedFromNothing() {
        LinkPlan plan = plan(JOINED, List.of(device(1500)), TransitPlanner.Present.NOTHING);
        Golden.check("transit-first", text(plan));
    }

    @Test
    void nothingIsDoneWhenAllIsAsItShouldBe() {
        assertThat(plan(JOINED, List.of(device(1500), transit(1450, true)), COMPLETE)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void driftIsRepairedAndWhatIsNotOfAPeerGoes() {
        TransitPlanner.Present drifted = new TransitPlanner.Present(
                List.of(
                        new Route("172.16.40.0/24", "192.168.70.2", "172.16.99.1"),
                        new Route("172.16.50.0/24", "192.168.70.3", "172.16.10.1"),
                        new Route("172.16.60.0/24", "192.168.70.6", "172.16.10.1")),
                List.of(
                        new Neighbour("192.168.70.2", ZONE2_MAC, false),
                        new Neighbour("192.168.70.3", ZONE2_MAC, true),
                        new Neighbour("192.168.70.6", "0e:4a:c0:a8:46:06", true)),
                List.of(
                        new ForwardingEntry(ZONE2_MAC, "192.168.70.9"),
                        new ForwardingEntry("00:00:00:00:00:00", "192.168.70.6"),
                        new ForwardingEntry(ZONE3_MAC, "192.168.70.3")));
        Golden.check("transit-drift", text(plan(JOINED, List.of(device(9000), transit(1450, false)), drifted)));
    }

    @Test
    void anotherTunnelAddressMakesTheInterfaceAnew() {
        LinkPlan plan = TransitPlanner.plan(
                JOINED, "192.168.70.7", "eth1", List.of(device(1500), transit(1450, true)), COMPLETE);
        assertThat(plan.ip()).startsWith("link delete dev jtransit");
        assertThat(plan.ip())
                .contains("link add name jtransit address 0e:4a:c0:a8:46:07 mtu 1450 type vxlan id 16777215 local"
                        + " 192.168.70.7 dstport 8472 nolearning")
                .contains("route replace 172.16.50.0/24 via 192.168.70.3 dev jtransit onlink src 172.16.10.1");
        assertThat(plan.bridge()).hasSize(2);
    }

    @Test
    void whatWasJoinedIsTakenApartWhenNobodyIsLeft() {
        List<Link> links = List.of(device(1500), transit(1450, true));
        assertThat(plan(Samples.document(), links, COMPLETE)).isEqualTo(removal());
        NetworkDocument empty = new NetworkDocument(8, List.of(), List.of(), List.of(), JOINED.peers());
        assertThat(plan(empty, links, COMPLETE)).as("no network here").isEqualTo(removal());
        assertThat(plan(Samples.document(), List.of(device(1500)), TransitPlanner.Present.NOTHING)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aControllerIsNotItsOwnPeer() {
        LinkPlan plan = TransitPlanner.plan(
                JOINED, "192.168.70.2", "eth1", List.of(device(1500)), TransitPlanner.Present.NOTHING);
        assertThat(text(plan)).contains("via 192.168.70.3").doesNotContain("via 192.168.70.2");
    }

    @Test
    void anInterfaceOfSomeoneElseIsNotTaken() {
        Link foreign = link("bridge", "02:00:00:00:00:01", Optional.empty(), 1500, true);
        assertThatThrownBy(() -> plan(JOINED, List.of(device(1500), foreign), TransitPlanner.Present.NOTHING))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jtransit");
        assertThat(plan(Samples.document(), List.of(foreign), TransitPlanner.Present.NOTHING)
                        .isEmpty())
                .as("nor removed")
                .isTrue();
    }

    private static LinkPlan removal() {
        return new LinkPlan(List.of("link delete dev jtransit"), List.of(), Map.of());
    }

    private static LinkPlan plan(NetworkDocument document, List<Link> links, TransitPlanner.Present present) {
        return TransitPlanner.plan(document, HERE, "eth1", links, present);
    }

    private static String text(LinkPlan plan) {
        return String.join("\n", plan.ip()) + "\n\n" + String.join("\n", plan.bridge()) + "\n";
    }

    private static Link device(int mtu) {
        return Links.link(
                "eth1",
                2,
                "veth",
                "02:00:00:00:00:02",
                mtu,
                true,
                Optional.empty(),
                0,
                false,
                List.of(HERE + "/24"),
                Optional.empty());
    }

    private static Link transit(int mtu, boolean up) {
        return link(
                "vxlan", "0e:4a:c0:a8:46:01", Optional.of(new Link.Vxlan(16_777_215, HERE, "", 8472, false)), mtu, up);
    }

    private static Link link(String kind, String mac, Optional<Link.Vxlan> vxlan, int mtu, boolean up) {
        return Links.link("jtransit", 9, kind, mac, mtu, up, Optional.empty(), 0, true, List.of(), vxlan);
    }
}
