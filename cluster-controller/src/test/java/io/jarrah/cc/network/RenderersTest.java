package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Golden;
import io.jarrah.cc.Samples;
import io.jarrah.cc.os.Link;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.OwnChains;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RenderersTest {
    static final PlaneSettings SETTINGS = new PlaneSettings(
            Samples.ZONE,
            Ipv4Prefix.parse("172.16.0.0/12"),
            "eth0",
            "eth1",
            Wiring.VXLAN,
            Optional.empty(),
            List.of("192.0.2.53", "192.0.2.54"),
            List.of("192.0.2.123"),
            Optional.of("zone1.internal"),
            8773,
            OptionalInt.of(8553),
            Duration.ofMinutes(20),
            Optional.empty());
    private static final PlaneSettings WITHOUT_DNS = new PlaneSettings(
            SETTINGS.cluster(),
            SETTINGS.subnet(),
            SETTINGS.publicInterface(),
            SETTINGS.privateInterface(),
            SETTINGS.wiring(),
            SETTINGS.tunnelAddress(),
            SETTINGS.dnsServers(),
            SETTINGS.ntpServers(),
            SETTINGS.domain(),
            SETTINGS.relayPort(),
            OptionalInt.empty(),
            SETTINGS.lease(),
            Optional.empty());

    static PlaneSettings wired(Wiring wiring) {
        return new PlaneSettings(
                SETTINGS.cluster(),
                SETTINGS.subnet(),
                SETTINGS.publicInterface(),
                SETTINGS.privateInterface(),
                wiring,
                SETTINGS.tunnelAddress(),
                SETTINGS.dnsServers(),
                SETTINGS.ntpServers(),
                SETTINGS.domain(),
                SETTINGS.relayPort(),
                SETTINGS.dnsPort(),
                SETTINGS.lease(),
                Optional.empty());
    }

    private static final SegmentNames NAMES = new SegmentNames(Samples.ZONE);

    @Test
    void dhcpdConfNamesEveryNetworkAndInstance() {
        Golden.check("dhcpd.conf", DhcpdConfRenderer.render(SETTINGS, Samples.document()));
    }

    @Test
    void networksOfOneLayer2AreOneToDhcpd() {
        Golden.check("dhcpd-shared.conf", DhcpdConfRenderer.render(wired(Wiring.SHARED), Samples.document()));
    }

    @Test
    void withoutANameServerDhcpTellsThoseOfTheAdministrator() {
        Golden.check("dhcpd-without-dns.conf", DhcpdConfRenderer.render(WITHOUT_DNS, Samples.document()));
        assertThat(FirewallRenderer.render(WITHOUT_DNS, new TreeMap<>(), new OwnChains(Set.of(), Set.of(), List.of())))
                .doesNotContain("8553");
    }

    @Test
    void interfacesAreMadeFromNothing() {
        LinkPlan plan = plan(List.of(), Map.of(), List.of("192.168.70.11", "192.168.70.12", "192.168.70.1"));
        Golden.check("links-first", String.join("\n", plan.ip()) + "\n\n" + String.join("\n", plan.bridge()) + "\n");
    }

    @Test
    void nothingIsDoneWhenAllIsAsItShouldBe() {
        assertThat(plan(desired(), flood("192.168.70.11"), List.of("192.168.70.11"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void driftIsRepairedAndStaleInterfacesGo() {
        List<Link> links = new ArrayList<>(desired());
        links.set(0, bridge(10, 1500, false, 0, "10.0.0.1/8"));
        links.set(1, vxlan(10, Optional.empty(), "192.168.70.99"));
        links.add(bridge(99, 1450, true, LinkPlanner.GROUP, "172.16.99.1/24"));
        links.add(vxlan(99, Optional.of("br99"), "192.168.70.1"));
        links.add(Links.link(
                "br0",
                90,
                "bridge",
                "02:00:00:00:00:01",
                1500,
                true,
                Optional.empty(),
                0,
                false,
                List.of(),
                Optional.empty()));
        LinkPlan plan = plan(links, flood("192.168.70.11", "192.168.70.13"), List.of("192.168.70.11", "192.168.70.12"));
        Golden.check("links-drift", String.join("\n", plan.ip()) + "\n\n" + String.join("\n", plan.bridge()) + "\n");
    }

    @Test
    void anInterfaceOfSomeoneElseIsNotTaken() {
        Link foreign = Links.link(
                "br10",
                4,
                "bridge",
                "02:00:00:00:00:01",
                1450,
                true,
                Optional.empty(),
                0,
                true,
                List.of(),
                Optional.empty());
        assertThatThrownBy(() -> plan(List.of(foreign), Map.of(), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("br10")
                .hasMessageContaining("network namespace of its own");
    }

    @Test
    void fourThousandNetworksRender() {
        NetworkDocument document = many(4000);
        DocumentCheck.require(document, VnetMode.MANAGED);
        assertThat(DhcpdConfRenderer.render(SETTINGS, document)).contains("shared-network " + Samples.network(4000));
    }

    static NetworkDocument many(int count) {
        List<NetworkSegment> segments = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            segments.add(new NetworkSegment(
                    Samples.network(i), Samples.ALICE, i, "10." + i / 256 + "." + i % 256 + ".0/24", 1450));
        }
        return new NetworkDocument(
                1,
                segments.stream()
                        .map(s -> new NetworkSegment(
                                s.id(),
                                new AccountId(String.format("%012d", 100_000_000_000L + s.segment())),
                                s.segment(),
                                s.cidr(),
                                s.mtu()))
                        .toList(),
                List.of(),
                List.of());
    }

    private static LinkPlan plan(List<Link> links, Map<String, Set<String>> flood, List<String> peers) {
        return LinkPlanner.plan(SETTINGS, "192.168.70.1", List.of(Samples.NET30, Samples.NET10), peers, links, flood);
    }

    private static Map<String, Set<String>> flood(String... peers) {
        return Map.of("vx10", Set.of(peers), "vx30", Set.of(peers));
    }

    private static List<Link> desired() {
        Link bridge30 = Links.link(
                "br30",
                6,
                "bridge",
                NAMES.bridgeMac(30),
                1400,
                true,
                Optional.empty(),
                LinkPlanner.GROUP,
                true,
                List.of("172.16.30.1/25"),
                Optional.empty());
        Link vxlan30 = Links.link(
                "vx30",
                7,
                "vxlan",
                NAMES.vxlanMac(30),
                1400,
                true,
                Optional.of("br30"),
                0,
                true,
                List.of(),
                Optional.of(new Link.Vxlan(30, "192.168.70.1", "eth1", 4789, true)));
        return List.of(
                bridge(10, 1450, true, LinkPlanner.GROUP, "172.16.10.1/24"),
                vxlan(10, Optional.of("br10"), "192.168.70.1"),
                bridge30,
                vxlan30);
    }

    private static Link bridge(int segment, int mtu, boolean up, int group, String address) {
        return Links.link(
                "br" + segment,
                segment,
                "bridge",
                NAMES.bridgeMac(segment),
                mtu,
                up,
                Optional.empty(),
                group,
                true,
                List.of(address),
                Optional.empty());
    }

    private static Link vxlan(int segment, Optional<String> master, String local) {
        return Links.link(
                "vx" + segment,
                segment + 100,
                "vxlan",
                NAMES.vxlanMac(segment),
                1450,
                true,
                master,
                0,
                true,
                List.of(),
                Optional.of(new Link.Vxlan(segment, local, "eth1", 4789, true)));
    }
}
