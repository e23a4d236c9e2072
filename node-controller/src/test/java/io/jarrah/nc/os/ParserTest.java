package io.jarrah.nc.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parsers on what iproute2 6.1 and qemu-img 7.2 wrote. */
class ParserTest {
    @Test
    void links() {
        String json = """
                [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536},{},
                 {"ifindex":5,"link":"eth1","ifname":"vx10","flags":["BROADCAST","MULTICAST","UP"],"mtu":1450,
                  "master":"br10","linkinfo":{"info_kind":"vxlan","info_data":{"id":10,"local":"192.168.70.11",
                  "link":"eth1","port":4789,"learning":true},"info_slave_kind":"bridge"}},
                 {"ifindex":6,"ifname":"br10","flags":["BROADCAST"],"mtu":1450,"linkinfo":{"info_kind":"bridge"}}]
                """;
        assertThat(IpCommand.parseLinks(json))
                .containsExactly(
                        new IpCommand.Link(
                                "lo", "", 65536, true, Optional.empty(), Optional.empty(), Optional.empty(), false),
                        new IpCommand.Link(
                                "vx10",
                                "vxlan",
                                1450,
                                true,
                                Optional.of("br10"),
                                Optional.of(new IpCommand.VxlanInfo(10, "192.168.70.11", "eth1", 4789)),
                                Optional.empty(),
                                false),
                        new IpCommand.Link(
                                "br10",
                                "bridge",
                                1450,
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false));
        assertThat(IpCommand.parseLinks("")).isEmpty();
    }

    @Test
    void vlans() {
        String json = """
                [{"ifindex":7,"link":"eth1","ifname":"vl10","flags":["UP"],"mtu":1500,"master":"br10",
                  "linkinfo":{"info_kind":"vlan","info_data":{"protocol":"802.1Q","id":10,"flags":["REORDER_HDR"]}}}]
                """;
        assertThat(IpCommand.parseLinks(json))
                .extracting(IpCommand.Link::vlan)
                .containsExactly(Optional.of(IpCommand.VlanInfo.tagged(10, "eth1")));
    }

    @Test
    void addresses() {
        String json = """
                [{"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","scope":"host"}]}, {},
                 {"ifname":"eth1","addr_info":[{"family":"inet6","local":"fe80::1","scope":"link"},
                                               {"family":"inet","local":"169.254.1.1","scope":"link"},
                                               {"family":"inet","local":"192.168.70.11","scope":"global"}]}]
                """;
        assertThat(IpCommand.parseAddress(json, "eth1")).contains("192.168.70.11");
        assertThat(IpCommand.parseAddress(json, "lo")).isEmpty();
        assertThat(IpCommand.parseAddress("[]", "eth1")).isEmpty();
        assertThat(IpCommand.parseLinks(json)).extracting(IpCommand.Link::ipv6).containsExactly(false, true);
    }

    @Test
    void floods() {
        String json = """
                [{"mac":"33:33:00:00:00:01","ifname":"eth1","flags":["self"],"state":"permanent"},
                 {"mac":"00:00:00:00:00:00","ifname":"vx10","dst":"192.168.70.12","flags":["self"],"state":"permanent"},
                 {"mac":"d0:0d:00:00:00:05","ifname":"vx10","dst":"192.168.70.12","flags":["self"],"state":""}]
                """;
        assertThat(BridgeCommand.parse(json)).containsExactly(new BridgeCommand.Flood("vx10", "192.168.70.12"));
    }

    @Test
    void imagesThatReferToOtherFilesAreFound() {
        assertThat(QemuImg.parseInfo("{\"virtual-size\": 1048576, \"format\": \"qcow2\"}"))
                .isEqualTo(new QemuImg.Info(1048576, false));
        assertThat(QemuImg.parseInfo("{\"virtual-size\": 1, \"backing-filename\": \"/etc/shadow\"}")
                        .refersToOtherFiles())
                .isTrue();
        assertThat(QemuImg.parseInfo(
                                "{\"virtual-size\": 1, \"format-specific\": {\"data\": {\"data-file\": \"/dev/sda\"}}}")
                        .refersToOtherFiles())
                .isTrue();
    }
}
