package io.jarrah.clc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.address.PublicAddressPlan;
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
}
