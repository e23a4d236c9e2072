package io.jarrah.clc.securitygroup.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.Prefix;
import io.jarrah.common.contract.SecurityRule;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortRangeTest {
    @ParameterizedTest
    @CsvSource({
        // from port 0 means from port 0, whatever comes after
        "tcp, 0, 0, 6, 0, 0",
        "tcp, 0, 22, 6, 0, 22",
        "udp, 0, 65535, 17, 0, 65535",
        "TCP, 22, 22, 6, 22, 22",
        "6, 1, 2, 6, 1, 2",
        "tcp, -1, -1, 6, 0, 65535",
        "icmp, 8, 0, 1, 8, 0",
        "icmp, 0, 0, 1, 0, 0",
        "icmp, 3, -1, 1, 3, -1",
        "icmp, -1, -1, 1, -1, -1",
        "icmp, , , 1, -1, -1",
        "icmp, 8, , 1, 8, -1",
        "icmpv6, 128, 0, 58, 128, 0",
        "58, , , 58, -1, -1",
        "-1, 0, 0, -1, -1, -1",
        "-1, 22, 80, -1, -1, -1",
        "all, , , -1, -1, -1",
        "47, 5, 6, 47, -1, -1",
        "0, , , 0, -1, -1",
        "255, , , 255, -1, -1",
    })
    void isCanonicalAndWhatTheContractHolds(
            String protocol, Integer from, Integer to, int number, int canonicalFrom, int canonicalTo) {
        PortRange range = PortRange.of(protocol, from, to);
        assertThat(range).isEqualTo(new PortRange(number, canonicalFrom, canonicalTo));
        assertThat(PortRange.of(Integer.toString(number), range.from(), range.to()))
                .isEqualTo(range);
        Permission permission = new Permission(
                range.protocol(), range.from(), range.to(), new Permission.Addresses(Prefix.parse("0.0.0.0/0")));
        assertThat(new SecurityRule(
                        false,
                        permission.protocol(),
                        permission.from(),
                        permission.to(),
                        permission.prefix().map(Prefix::value),
                        Optional.empty()))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        ", 1, 2, MISSING_PARAMETER",
        "sctpx, 1, 2, INVALID_PARAMETER_VALUE",
        "256, 1, 2, INVALID_PARAMETER_VALUE",
        "-2, 1, 2, INVALID_PARAMETER_VALUE",
        "tcp, , , INVALID_PARAMETER_VALUE",
        "tcp, 22, , INVALID_PARAMETER_VALUE",
        "tcp, , 22, INVALID_PARAMETER_VALUE",
        "tcp, 80, 22, INVALID_PARAMETER_VALUE",
        "tcp, -1, 22, INVALID_PARAMETER_VALUE",
        "tcp, 0, -1, INVALID_PARAMETER_VALUE",
        "udp, 1, 65536, INVALID_PARAMETER_VALUE",
        "icmp, 256, 0, INVALID_PARAMETER_VALUE",
        "icmp, 8, 256, INVALID_PARAMETER_VALUE",
        "icmp, -2, 0, INVALID_PARAMETER_VALUE",
        "icmp, -1, 0, INVALID_PERMISSION_MALFORMED",
    })
    void isRefused(String protocol, Integer from, Integer to, Ec2Error error) {
        assertThatThrownBy(() -> PortRange.of(protocol, from, to))
                .extracting("error")
                .isEqualTo(error);
    }
}
