package io.jarrah.clc.securitygroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.0/24",
        "203.0.113.77/24, 203.0.113.0/24",
        "203.0.113.77/32, 203.0.113.77/32",
        "255.255.255.255/31, 255.255.255.254/31",
        "10.255.0.1/9, 10.128.0.0/9",
        "1.2.3.4/0, 0.0.0.0/0",
        "::/0, ::/0",
        "2001:DB8::1/0, ::/0",
        "2001:0db8:0000:0000:0000:0000:0000:0001/128, 2001:db8::1/128",
        "2001:db8:1:2:3:4:5:6/64, 2001:db8:1:2::/64",
        "2001:db8::ffff/113, 2001:db8::8000/113",
        "2001:0:0:1:0:0:0:1/128, 2001:0:0:1::1/128",
        "2001:db8:0:1:1:1:1:1/128, 2001:db8:0:1:1:1:1:1/128",
        "1:0:0:2:3:0:0:4/128, 1::2:3:0:0:4/128",
        "::1/128, ::1/128",
        "1::/16, 1::/16",
        "1:2:3:4:5:6:7::/128, 1:2:3:4:5:6:7:0/128",
    })
    void isCanonical(String text, String canonical) {
        assertThat(Prefix.parse(text).value()).isEqualTo(canonical);
        assertThat(Prefix.parse(canonical).value()).isEqualTo(canonical);
        assertThat(Prefix.parse(text).isIpv6()).isEqualTo(text.contains(":"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0/8",
                "10.0.0.0.0/8",
                "256.0.0.0/8",
                "010.0.0.0/8",
                "10.0.0.0/8/8",
                " 10.0.0.0/8",
                "10.0.0.0/8 ",
                "10.0.0.x/8",
                "::ffff:192.0.2.1/128",
                "::ffff:c000:201/128",
                "fe80::1%1/64",
                "::/129",
                ":/0",
                ":::/0",
                "1::2::3/64",
                "1:2:3:4:5:6:7/64",
                "1:2:3:4:5:6:7:8:9/64",
                "1:2:3:4:5:6:7::8/64",
                "12345::/64",
                "g::/64",
                "fe80::1%eth0/64",
                "::1.2.3/96",
                "1.2.3.4::/96",
                "1:2:3:4:5:6:7:1.2.3.4/64",
                "example.org/24",
                "10.0.0.0/99999999999"
            })
    void isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Prefix.parse(text));
    }
}
