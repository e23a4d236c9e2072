package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
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
}
