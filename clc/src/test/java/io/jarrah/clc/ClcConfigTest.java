package io.jarrah.clc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.network.AddressMode;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClcConfigTest {
    private static PublicAddressPlan addresses(String... lines) throws Exception {
        return ClcConfig.of(JarrahConf.parse("jarrah.conf", List.of(lines), Settings.schema()))
                .publicAddresses();
    }

    @Test
    void publicAddressesComeFromTheFile() throws Exception {
        assertThat(addresses().addresses().isEmpty()).isTrue();
        PublicAddressPlan plan =
                addresses("VNET_PUBLICIPS=\"203.0.113.7-203.0.113.9\"", "CLC_ADDRESSES_PER_ACCOUNT=\"5\"");
        assertThat(plan.addresses().get(2)).isEqualTo("203.0.113.9");
        assertThat(plan.perAccount()).isEqualTo(5);
    }

    @Test
    void noAddressIsPublicAndATenantsAtOnce() {
        assertThatThrownBy(() -> addresses("VNET_SUBNET=\"10.0.0.0/8\"", "VNET_PUBLICIPS=\"192.0.2.1 10.9.0.0/30\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"10.9.0.0/30\"")
                .hasMessageContaining("VNET_SUBNET 10.0.0.0/8");
    }

    @Test
    void theNetworkModeSaysWhichNumbersNetworksGetAndWhatFitsInThem() throws Exception {
        NetworkPlan vxlan = network();
        assertThat(vxlan.segment(0)).isEqualTo(2);
        assertThat(vxlan.slices()).isEqualTo(4096);
        assertThat(vxlan.mtu()).isEqualTo(1450);
        NetworkPlan vlan = network("VNET_ISOLATION=\"vlan\"", "VNET_MINVLAN=\"1000\"", "VNET_MAXVLAN=\"1999\"");
        assertThat(vlan.segment(0)).isEqualTo(1000);
        assertThat(vlan.segment(vlan.slices() - 1)).isEqualTo(1999);
        assertThat(vlan.mtu()).isEqualTo(1500);
        NetworkPlan shared = network("VNET_MODE=\"MANAGED-NOVLAN\"", "VNET_ISOLATION=\"vlan\"");
        assertThat(shared.slices()).as("nothing is tagged").isEqualTo(4096);
        assertThat(shared.mtu()).isEqualTo(1500);
    }

    @Test
    void aRangeWithoutTagsIsRefused() {
        assertThatThrownBy(() -> network("VNET_ISOLATION=\"vlan\"", "VNET_MINVLAN=\"30\"", "VNET_MAXVLAN=\"20\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VNET_MINVLAN=\"30\"");
    }

    @Test
    void inTheSitesOwnNetworkThereIsNothingToCutAndNothingToTranslate() throws Exception {
        String[] site = {
            "VNET_MODE=\"STATIC\"",
            "VNET_SUBNET=\"192.168.1.0\"",
            "VNET_NETMASK=\"255.255.255.0\"",
            "VNET_MACMAP=\"AA:DD:11:CE:FF:ED=192.168.1.3\""
        };
        NetworkPlan plan = network(site);
        assertThat(plan.mode()).isEqualTo(AddressMode.STATIC);
        assertThat(plan.prefix()).isEqualTo("192.168.1.0/24");
        assertThat(plan.hostsPerNetwork()).isEqualTo(1);
        ClcConfig config = ClcConfig.of(JarrahConf.parse("jarrah.conf", List.of(site), Settings.schema()));
        assertThat(config.publicAddresses().refusal().orElseThrow()).contains("VNET_MODE=\"STATIC\"");
        assertThat(config.configDrives()).isEqualTo(ConfigDrives.AUTO);
        assertThat(config.volumeQuota()).isEqualTo(VolumeQuota.USUAL);
        NetworkPlan system = network("VNET_MODE=\"SYSTEM\"");
        assertThat(system.prefix()).isEqualTo("0.0.0.0/0");
        assertThat(system.hostsPerNetwork()).isPositive();
        assertThatThrownBy(() -> network("VNET_MODE=\"SYSTEM\"", "VNET_PUBLICIPS=\"10.9.0.1\""))
                .hasMessageContaining("VNET_PUBLICIPS has no meaning");
    }

    private static NetworkPlan network(String... lines) throws Exception {
        return ClcConfig.of(JarrahConf.parse("jarrah.conf", List.of(lines), Settings.schema()))
                .network();
    }
}
