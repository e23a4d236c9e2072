package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.os.CommandResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class DhcpLinkTest {
    private static final String MAC = new SegmentNames(RenderersTest.SETTINGS.cluster()).dhcpMac();

    @Test
    void thePairIsMadeAndThenLeftAlone() {
        assertThat(DhcpLink.plan(RenderersTest.SETTINGS, List.of()))
                .containsExactly(
                        "link add name jdhcp0 address " + MAC + " type veth peer name jdhcp1",
                        "link set dev jdhcp0 arp off addrgenmode none",
                        "link set dev jdhcp1 arp off addrgenmode none",
                        "address add 169.254.77.1/32 dev jdhcp0",
                        "link set dev jdhcp1 up",
                        "link set dev jdhcp0 up");
        assertThat(DhcpLink.plan(RenderersTest.SETTINGS, links(MAC, "\"UP\"", "\"UP\"")))
                .isEmpty();
    }

    @Test
    void onePartlyMadeIsMadeAnewAndRemovedWhole() {
        List<Link> down = links(MAC, "", "\"UP\"");
        assertThat(DhcpLink.plan(RenderersTest.SETTINGS, down))
                .hasSize(7)
                .startsWith(
                        "link delete dev jdhcp0",
                        "link add name jdhcp0 address " + MAC + " type veth peer name jdhcp1");
        assertThat(DhcpLink.removal(RenderersTest.SETTINGS, down)).containsExactly("link delete dev jdhcp0");
        assertThat(DhcpLink.removal(RenderersTest.SETTINGS, List.of())).isEmpty();
    }

    @Test
    void anInterfaceOfSomeoneElseIsNotTaken() {
        List<Link> foreign = links("02:00:00:00:00:01", "\"UP\"", "\"UP\"");
        assertThatThrownBy(() -> DhcpLink.plan(RenderersTest.SETTINGS, foreign))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jdhcp0");
        assertThat(DhcpLink.removal(RenderersTest.SETTINGS, foreign)).isEmpty();
        assertThatThrownBy(() -> DhcpLink.plan(RenderersTest.SETTINGS, foreign.subList(1, 2)))
                .hasMessageContaining("jdhcp1");
    }

    private static List<Link> links(String mac, String near, String far) {
        String text = """
                [{"ifname": "jdhcp0", "ifindex": 7, "address": "%s", "mtu": 1500, "flags": [%s],
                  "inet6_addr_gen_mode": "none", "linkinfo": {"info_kind": "veth"},
                  "addr_info": [{"family": "inet", "local": "169.254.77.1", "prefixlen": 32}]},
                 {"ifname": "jdhcp1", "ifindex": 6, "address": "26:09:4c:cb:55:d8", "mtu": 1500, "flags": [%s],
                  "inet6_addr_gen_mode": "none", "linkinfo": {"info_kind": "veth"}, "addr_info": []}]
                """.formatted(mac, near, far);
        return new IpCommand(command -> new CommandResult(0, text, "")).links();
    }
}
