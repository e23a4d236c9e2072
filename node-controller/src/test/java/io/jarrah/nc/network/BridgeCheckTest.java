package io.jarrah.nc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.os.IpCommand;
import io.jarrah.nc.os.IpCommand.Link;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BridgeCheckTest {
    private static Link link(String name, String kind, boolean up, String bridge) {
        return new IpCommand.Link(
                name,
                kind,
                1500,
                up,
                Optional.of(bridge).filter(master -> !master.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Test
    void aBridgeWithAnUplinkIsRight() {
        List<Link> links = List.of(
                link("br0", "bridge", true, ""), link("eth0", "", true, "br0"), link("jt5", "tun", true, "br0"));
        assertThat(BridgeCheck.problems("br0", links)).isEmpty();
        assertThat(BridgeCheck.isThere("br0", links)).isTrue();
    }

    @Test
    void whatIsWrongIsToldWithWhatToDo() {
        Link bridge = link("br0", "bridge", true, "");
        assertThat(BridgeCheck.problems("br0", List.of()))
                .singleElement()
                .asString()
                .contains("there is no bridge br0 (VNET_BRIDGE); make it");
        assertThat(BridgeCheck.isThere("br0", List.of())).isFalse();
        assertThat(BridgeCheck.problems("eth0", List.of(link("eth0", "", true, ""))))
                .singleElement()
                .asString()
                .contains("is no bridge but an interface");
        assertThat(BridgeCheck.isThere("eth0", List.of(link("eth0", "", true, ""))))
                .isFalse();
        assertThat(BridgeCheck.problems("br0", List.of(bridge, link("jt5", "tun", true, "br0"))))
                .singleElement()
                .asString()
                .contains("has no port but instances");
        assertThat(BridgeCheck.problems("br0", List.of(bridge, link("eth0", "", false, "br0"))))
                .singleElement()
                .asString()
                .contains("its port eth0 is down; ip link set dev eth0 up");
        assertThat(BridgeCheck.problems(
                        "br0", List.of(link("br0", "bridge", false, ""), link("eth0", "", true, "br0"))))
                .singleElement()
                .asString()
                .contains("br0 (VNET_BRIDGE) is down");
        assertThat(BridgeCheck.problems("virbr0", List.of(link("virbr0", "bridge", true, ""))))
                .singleElement()
                .asString()
                .contains("is libvirt's own network");
    }

    @Test
    void aBridgeWithoutTheUplinkIsAnObstacle() {
        Link bridge = link("br0", "bridge", true, "");
        Link plugged = link("eth1", "", true, "br0");
        assertThat(BridgeCheck.obstacle("br0", "eth1", List.of(bridge, plugged)))
                .isEmpty();
        assertThat(BridgeCheck.obstacle(
                        "br0", "eth1", List.of(bridge, link("eth1", "", true, ""), link("eth0", "", true, "br0"))))
                .hasValueSatisfying(why -> assertThat(why).contains("eth1 (VNET_PRIVINTERFACE) is not a port of br0"));
        assertThat(BridgeCheck.obstacle("br0", "eth1", List.of(link("br0", "bridge", false, ""), plugged)))
                .hasValueSatisfying(why -> assertThat(why).contains("br0 (VNET_BRIDGE) is down"));
        assertThat(BridgeCheck.obstacle("br0", "eth1", List.of(plugged)))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("there is no bridge br0").contains("ip link set eth1 master br0"));
    }
}
