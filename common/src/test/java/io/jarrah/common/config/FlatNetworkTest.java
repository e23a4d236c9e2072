package io.jarrah.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.net.Ipv4Prefix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatNetworkTest {
    private static final String MAP = "VNET_MACMAP=\"AA:DD:11:CE:FF:ED=192.168.1.3  aa:dd:11:ce:ff:ee=192.168.1.4\"";

    private static FlatNetwork read(String... lines) throws ConfigException {
        return FlatNetwork.of(JarrahConf.parse("jarrah.conf", List.of(lines), Settings.schema()));
    }

    @Test
    void aStaticNetworkIsReadAsEucalyptusWroteIt() throws Exception {
        FlatNetwork network = read(
                "VNET_MODE=\"STATIC\"",
                "VNET_SUBNET=\"192.168.1.0\"",
                "VNET_NETMASK=\"255.255.255.0\"",
                "VNET_BROADCAST=\"192.168.1.255\"",
                "VNET_ROUTER=\"192.168.1.1\"",
                "VNET_DNS=\"192.168.1.2\"",
                MAP);
        assertThat(network.prefix()).contains(Ipv4Prefix.parse("192.168.1.0/24"));
        assertThat(network.router()).contains("192.168.1.1");
        assertThat(network.pairs().pairs())
                .containsExactly(
                        new MacMap.Pair("aa:dd:11:ce:ff:ed", "192.168.1.3"),
                        new MacMap.Pair("aa:dd:11:ce:ff:ee", "192.168.1.4"));
    }

    @Test
    void aPrefixWithALengthNeedsNoMaskAndSystemNeedsNothing() throws Exception {
        assertThat(read("VNET_MODE=\"STATIC\"", "VNET_SUBNET=\"192.168.1.0/25\"", MAP)
                        .prefix())
                .contains(Ipv4Prefix.parse("192.168.1.0/25"));
        FlatNetwork system = read("VNET_MODE=\"SYSTEM\"", MAP);
        assertThat(system.prefix()).isEmpty();
        assertThat(system.pairs().pairs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VNET_SUBNET=\"192.168.1.0\" | it needs a prefix length",
                "VNET_SUBNET=\"192.168.1.0\";VNET_NETMASK=\"255.0.255.0\" | is no mask",
                "VNET_SUBNET=\"192.168.1.7/24\" | no host bits set",
                "VNET_SUBNET=\"192.168.1.0/24\";VNET_NETMASK=\"255.255.0.0\" | is another mask",
                "VNET_ROUTER=\"192.168.1.1\" | needs VNET_SUBNET",
                "VNET_SUBNET=\"192.168.2.0/24\" | VNET_MACMAP has \"aa:dd:11:ce:ff:ed=192.168.1.3\"",
                "VNET_SUBNET=\"192.168.1.0/24\";VNET_ROUTER=\"10.0.0.1\" | VNET_ROUTER=\"10.0.0.1\" is no host",
                "VNET_SUBNET=\"192.168.1.0/24\";VNET_ROUTER=\"192.168.1.3\" | or the router",
                "VNET_SUBNET=\"192.168.1.0/24\";VNET_PUBLICIPS=\"10.0.0.1\" | VNET_PUBLICIPS has no meaning",
            })
    void aFaultIsToldWithItsSetting(String lines, String message) {
        String[] file = (lines + ";VNET_MODE=\"STATIC\";" + MAP).split(";", -1);
        assertThatThrownBy(() -> read(file)).as(Arrays.toString(file)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "aa:dd:11:ce:ff:ed, is no pair such as",
        "aa:dd:11:ce:ff=10.0.0.1, is no pair such as",
        "aa:dd:11:ce:ff:ed=10.0.0.256, is no pair such as",
        "ab:dd:11:ce:ff:ed=10.0.0.1, a group's MAC address",
        "00:00:00:00:00:00=10.0.0.1, a group's MAC address",
        "aa:dd:11:ce:ff:ed=10.0.0.1 aa:dd:11:ce:ff:ed=10.0.0.2, each is one instance's",
        "aa:dd:11:ce:ff:ed=10.0.0.1 aa:dd:11:ce:ff:ee=10.0.0.1, each is one instance's",
    })
    void aFaultOfAPairIsTold(String text, String message) {
        assertThatThrownBy(() -> MacMap.parse(text)).hasMessageContaining(message);
    }

    @Test
    void aStaticNetworkWithoutPairsIsRefused() {
        assertThatThrownBy(() -> read("VNET_MODE=\"STATIC\"", "VNET_SUBNET=\"192.168.1.0/24\""))
                .hasMessageContaining("needs VNET_MACMAP");
    }
}
