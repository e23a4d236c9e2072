package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.os.Link;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreflightTest {
    @Test
    void everyMissingProgramIsNamedWithItsPackage() {
        assertThatThrownBy(() ->
                        Preflight.requirePrograms("/usr/sbin/dhcpd", path -> path.equals(Path.of("/usr/sbin/ip"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/usr/sbin/dhcpd (package isc-dhcp-server)")
                .hasMessageContaining("/usr/sbin/ipset (package ipset)")
                .hasMessageNotContaining("/usr/sbin/ip (");
        Preflight.requirePrograms("/usr/sbin/dhcpd", path -> true);
    }

    /** Facts 7.2, failure 3: libvirt's default network, or another, had addresses of instances, and nobody said so. */
    @Test
    void failure3AddressesThatInstancesCouldHaveAreFound() {
        assertThat(Preflight.overlaps(
                        RenderersTest.SETTINGS,
                        List.of(
                                PublicAddressPlanTest.link("eth0", List.of("10.99.0.1/24")),
                                PublicAddressPlanTest.link("virbr0", List.of("172.20.122.1/24")),
                                PublicAddressPlanTest.link("eth2", List.of("172.0.0.1/8")))))
                .satisfiesExactly(
                        virbr -> assertThat(virbr).contains("virbr0", "172.20.122.1/24", "virsh net-destroy default"),
                        wide -> assertThat(wide).contains("eth2 has 172.0.0.1/8", "VNET_SUBNET 172.16.0.0/12"));
    }

    /** Facts 7.2, failure 3 as well: bridges stacked on interfaces by other software. */
    @Test
    void failure3AnInterfaceBelowABridgeIsFound() {
        Link alone = PublicAddressPlanTest.link("eth1", List.of());
        assertThat(Preflight.stacked(RenderersTest.SETTINGS, alone, alone)).isEmpty();
        assertThat(Preflight.stacked(RenderersTest.SETTINGS, portOf("xenbr0", "eth0"), portOf("br0", "eth1")))
                .containsExactly(
                        "interface eth0 (VNET_PUBINTERFACE) is a port of xenbr0, so addresses on it are not reached;"
                                + " set VNET_PUBINTERFACE=\"xenbr0\"",
                        "interface eth1 (VNET_PRIVINTERFACE) is a port of br0, so addresses on it are not reached;"
                                + " set VNET_PRIVINTERFACE=\"br0\"");
    }

    /** Facts 7.2, failure 3 once more: what is joined on arrival cannot be forwarded. */
    @Test
    void failure3AnInterfaceThatJoinsPacketsIsFound() {
        Link link = PublicAddressPlanTest.link("eth0", List.of());
        assertThat(Preflight.offloads(
                        "VNET_PUBINTERFACE", link, Set.of("generic-receive-offload", "large-receive-offload")))
                .singleElement()
                .asString()
                .contains("large-receive-offload", "ethtool -K eth0 lro off");
        assertThat(Preflight.offloads("VNET_PUBINTERFACE", link, Set.of("generic-receive-offload")))
                .isEmpty();
    }

    private static Link portOf(String bridge, String name) {
        return Links.link(
                name,
                2,
                "",
                "52:54:00:00:00:01",
                1500,
                true,
                Optional.of(bridge),
                0,
                false,
                List.of(),
                Optional.empty());
    }
}
