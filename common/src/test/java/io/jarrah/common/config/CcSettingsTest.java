package io.jarrah.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.net.Ipv6Prefix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CcSettingsTest {
    private static Optional<Ipv6Prefix> subnet6(String prefix) throws ConfigException {
        return CcSettings.subnet6(
                JarrahConf.parse("jarrah.conf", List.of("VNET_SUBNET6=\"" + prefix + "\""), Settings.schema()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00:10:20::/48", "fd00:ec1::/32", "fd00:ec3::/32", "fd01:ec2::/32", "2001:db8::/56"})
    void aPrefixIsWhatItSays(String prefix) throws ConfigException {
        assertThat(subnet6(prefix)).contains(Ipv6Prefix.parse(prefix));
    }

    @Test
    void withoutOneThereIsNone() throws ConfigException {
        assertThat(subnet6("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00:ec2::/32", "fd00:ec2::/64", "fd00:ec2:10::/48", "fd00:ec2:ffff:ffff::/64"})
    void whereMetadataIsNoNetworkCanBe(String prefix) {
        assertThatThrownBy(() -> subnet6(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VNET_SUBNET6=\"" + prefix + "\" overlaps fd00:ec2::/32")
                .hasMessageContaining("choose another prefix");
    }
}
