package io.jarrah.cc.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.os.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParsingTest {
    private static String captured(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/captured", name));
    }

    @Test
    void readsWhatIpPrints() throws IOException {
        var links = IpCommand.parseLinks(captured("ip-addr.json"));

        assertThat(links).extracting(Link::name).containsExactly("lo", "eth1p", "eth1", "br10", "vx10");
        Link bridge = links.get(3);
        assertThat(bridge.kind()).isEqualTo("bridge");
        assertThat(bridge.mac()).isEqualTo("02:aa:bb:00:00:0a");
        assertThat(bridge.mtu()).isEqualTo(1450);
        assertThat(bridge.up()).isTrue();
        assertThat(bridge.addresses()).containsExactly("172.16.10.1/24");
        Link vxlan = links.get(4);
        assertThat(vxlan.master()).contains("br10");
        assertThat(vxlan.vxlan()).isEqualTo(Optional.of(new Link.Vxlan(10, "192.168.70.1", "eth1", 4789, true)));
    }

    /** Where IPv6 is off, ip tells nothing of it; a link to be corrected each time would never be right. */
    @Test
    void aLinkWithoutIpv6HasNoLinkLocalAddress() {
        String link = "{\"ifname\":\"br2\"%s}";
        assertThat(IpCommand.parseLinks("[" + link.formatted("") + ","
                        + link.formatted(",\"inet6_addr_gen_mode\":\"none\"") + ","
                        + link.formatted(",\"inet6_addr_gen_mode\":\"eui64\"") + "]"))
                .extracting(Link::noIpv6LinkLocal)
                .containsExactly(true, true, false);
    }

    @Test
    void readsRoutesNeighboursAndTunnelEnds() {
        assertThat(IpCommand.parseRoutes("[{\"dst\":\"172.16.20.0/24\",\"gateway\":\"192.168.70.2\","
                        + "\"prefsrc\":\"172.16.10.1\",\"flags\":[\"onlink\"]},{\"dst\":\"default\",\"flags\":[]}]"))
                .containsExactly(
                        new Route("172.16.20.0/24", "192.168.70.2", "172.16.10.1"), new Route("default", "", ""));
        assertThat(IpCommand.parseNeighbours("[{\"dst\":\"192.168.70.2\",\"lladdr\":\"0e:4a:c0:a8:46:02\","
                        + "\"state\":[\"PERMANENT\"]},{\"dst\":\"192.168.70.3\",\"state\":[\"FAILED\"]}]"))
                .containsExactly(
                        new Neighbour("192.168.70.2", "0e:4a:c0:a8:46:02", true),
                        new Neighbour("192.168.70.3", "", false));
        assertThat(BridgeCommand.parseEntries("[{\"mac\":\"0e:4a:c0:a8:46:02\",\"dst\":\"192.168.70.2\","
                        + "\"flags\":[\"self\"],\"state\":\"permanent\"}]"))
                .containsExactly(new ForwardingEntry("0e:4a:c0:a8:46:02", "192.168.70.2"));
        assertThat(BridgeCommand.parseEntries("")).isEmpty();
        assertThat(IpCommand.parseRoutes("[ ]")).isEmpty();
    }

    @Test
    void readsTheTagOfAVlan() {
        for (String protocol : List.of("802.1Q", "[33024]")) {
            assertThat(IpCommand.parseLinks("""
                            [{"ifname":"vl10","link":"eth1","linkinfo":{"info_kind":"vlan",
                            "info_data":{"protocol":"%s","id":10,"flags":["REORDER_HDR"]}}}]""".formatted(protocol)))
                    .extracting(Link::vlan)
                    .containsExactly(Optional.of(new Link.Vlan(10, Link.Vlan.CUSTOMER, "eth1")));
        }
    }

    @Test
    void readsLabelsThatAreNotTheInterfacesName() {
        Link link = IpCommand.parseLinks("""
                        [{"ifname":"eth1","addr_info":[
                        {"family":"inet","local":"192.168.70.1","prefixlen":24,"label":"eth1"},
                        {"family":"inet","local":"172.16.10.1","prefixlen":24,"label":"eth1:jr"}]}]""").getFirst();
        assertThat(link.addresses()).containsExactly("192.168.70.1/24", "172.16.10.1/24");
        assertThat(link.labelled("eth1:jr")).containsExactly("172.16.10.1/24");
    }

    @Test
    void aKernelThatDoesNotKnowVlansSaysSo() {
        assertThat(vlans("Error: Unknown device type.")).isFalse();
        assertThat(vlans("Error: 8021q: Invalid VLAN id.")).isTrue();
    }

    private static boolean vlans(String stderr) {
        return new IpCommand(command -> new CommandResult(2, "", stderr)).hasVlans("eth1");
    }

    @Test
    void readsTheGroupOfALink() {
        assertThat(IpCommand.parseLinks(
                        "[{\"ifname\":\"br2\",\"group\":\"19009\"},{\"ifname\":\"eth0\",\"group\":\"0\"}]"))
                .extracting(Link::group)
                .containsExactly(0x4a41, 0);
    }

    @Test
    void knowsWhichDnsmasqForgetsNames() throws IOException {
        assertThat(Dnsmasq.isNewEnough(captured("dnsmasq-version"))).isTrue();
        assertThat(Dnsmasq.isNewEnough("Dnsmasq version 3.0  Copyright")).isTrue();
        assertThat(Dnsmasq.isNewEnough("Dnsmasq version 2.85  Copyright")).isFalse();
        assertThat(Dnsmasq.isNewEnough("dnsmasq: illegal option")).isFalse();
    }

    @Test
    void readsFloodEntriesOnly() throws IOException {
        assertThat(BridgeCommand.parseFloodEntries(captured("bridge-fdb.json")))
                .containsOnlyKeys("vx10")
                .containsValue(Set.of("192.168.70.11", "192.168.70.12"));
    }
}
