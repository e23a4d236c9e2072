package io.jarrah.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6Test {
    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "::1, ::1",
        "FE80:0:0:0:0:0:0:1, fe80::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0db8::, 2001:db8::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1::3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "0:0:1::, 0:0:1::",
        "1:0:0:2::, 1:0:0:2::"
    })
    void addressesAreWrittenAsRfc5952Says(String given, String canonical) {
        assertThat(Ipv6Address.parse(given)).map(Ipv6Address::toString).hasValue(canonical);
        assertThat(Ipv6Address.canonical(canonical)).isPresent();
        if (!given.equals(canonical)) {
            assertThat(Ipv6Address.canonical(given)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "fe80::1%eth0",
                "::ffff:192.0.2.1",
                "12345::",
                "::g",
                "192.0.2.1",
                "::1 "
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(Ipv6Address.parse(text)).isEmpty();
    }

    @Test
    void aLinkLocalAddressIsMadeOfTheMacAddress() {
        assertThat(Ipv6Address.linkLocal("d0:0d:00:00:00:05")).hasToString("fe80::d20d:ff:fe00:5");
        assertThat(Ipv6Address.linkLocal("02:11:22:33:44:55")).hasToString("fe80::11:22ff:fe33:4455");
    }

    @Test
    void aPrefixHasNetworksByNumber() {
        Ipv6Prefix prefix = Ipv6Prefix.parse("fd00:10:20::/48");
        assertThat(prefix.network(0)).map(Ipv6Prefix::toString).hasValue("fd00:10:20::/64");
        assertThat(prefix.network(0xabc)).map(Ipv6Prefix::toString).hasValue("fd00:10:20:abc::/64");
        assertThat(prefix.network(65535)).map(Ipv6Prefix::gateway).hasValue("fd00:10:20:ffff::1");
        assertThat(prefix.network(65536)).isEmpty();
        assertThat(prefix.network(-1)).isEmpty();
        assertThat(Ipv6Prefix.parse("2001:db8:0:7::/64").network(0)).isPresent();
        assertThat(Ipv6Prefix.parse("2001:db8:0:7::/64").network(1)).isEmpty();
        assertThat(Ipv6Prefix.parse("2001:db8::/32").network(70000))
                .map(Ipv6Prefix::toString)
                .hasValue("2001:db8:1:1170::/64");
    }

    @Test
    void gatewayAndAnycastAddressesAreNotForInstances() {
        Ipv6Prefix network = Ipv6Prefix.network("fd00:10:20:5::/64");
        assertThat(network.isForInstances(network.address(0))).isFalse();
        assertThat(network.isForInstances(network.address(1))).isFalse();
        assertThat(network.isForInstances(network.address(2))).isTrue();
        assertThat(network.isForInstances(network.address(-1))).isTrue();
        assertThat(network.isForInstances(new Ipv6Address(network.high() + 1, 2)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd00::/16",
                "fd00::/65",
                "fd00::1/64",
                "fd00:0:1::/40",
                "fe80::/64",
                "ff02::/64",
                "::/48",
                "fd00::",
                "10.0.0.0/8",
                "fd00::/4 8"
            })
    void otherPrefixesAreRefused(String text) {
        assertThatThrownBy(() -> Ipv6Prefix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix");
    }
}
