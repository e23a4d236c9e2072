package io.jarrah.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4PrefixTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "172.16.0.2", "255.255.255.255"})
    void anAddressIsReadAndWrittenAlike(String text) {
        assertThat(Ipv4Prefix.address(text).map(Ipv4Prefix::text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "172.16.00.2",
                "172.16.0",
                "172.16.0.1.2",
                "172.16.0.256",
                "172.16.0.-1",
                "172.16.0.2 ",
                "::1",
                ""
            })
    void nothingElseIsAnAddress(String text) {
        assertThat(Ipv4Prefix.address(text)).isEmpty();
    }

    @Test
    void aPrefixKnowsItsAddresses() {
        Ipv4Prefix prefix = Ipv4Prefix.parse("172.16.10.128/25");
        assertThat(prefix.gateway()).isEqualTo("172.16.10.129");
        assertThat(prefix.netmask()).isEqualTo("255.255.255.128");
        assertThat(prefix.broadcast()).isEqualTo("172.16.10.255");
        assertThat(prefix.isForInstances(Ipv4Prefix.address("172.16.10.130").orElseThrow()))
                .isTrue();
        assertThat(prefix.isForInstances(Ipv4Prefix.address("172.16.10.129").orElseThrow()))
                .isFalse();
        assertThat(prefix.overlaps(Ipv4Prefix.parse("172.16.0.0/16"))).isTrue();
        assertThat(prefix.overlaps(Ipv4Prefix.parse("172.16.10.0/25"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.16.10.1/24", "172.16.10.0", "172.16.10.0/", "172.16.10.0/31", "172.0.0.0/7", "x/24"})
    void otherPrefixesAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Prefix.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "10.1.2.3",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "223.255.255.255"
            })
    void hostsAreReachedByThese(String address) {
        assertThat(Ipv4Prefix.isUnicast(Ipv4Prefix.address(address).orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.255.255.255", "127.0.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255"})
    void andByTheseFromNowhereElse(String address) {
        assertThat(Ipv4Prefix.isUnicast(Ipv4Prefix.address(address).orElseThrow()))
                .isFalse();
    }
}
