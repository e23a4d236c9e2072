package io.jarrah.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangesTest {
    private static List<String> all(AddressRanges ranges) {
        return IntStream.range(0, ranges.size()).mapToObj(ranges::get).toList();
    }

    @Test
    void addressesRangesAndPrefixesAreNumberedInAscendingOrder() {
        AddressRanges ranges =
                AddressRanges.parse("  10.0.1.0/30\t203.0.113.7 10.0.0.254-10.0.1.0 192.0.2.8/31 192.0.2.3/32 ");
        assertThat(all(ranges))
                .containsExactly(
                        "10.0.0.254",
                        "10.0.0.255",
                        "10.0.1.0",
                        "10.0.1.1",
                        "10.0.1.2",
                        "192.0.2.3",
                        "192.0.2.8",
                        "192.0.2.9",
                        "203.0.113.7");
        for (int i = 0; i < ranges.size(); i++) {
            assertThat(ranges.indexOf(ranges.get(i))).hasValue(i);
        }
        assertThat(ranges.indexOf("10.0.1.3")).as("the broadcast address").isEmpty();
        assertThat(ranges.indexOf("nonsense")).isEmpty();
        assertThatThrownBy(() -> ranges.get(9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ranges.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void noTextIsNoAddress() {
        assertThat(AddressRanges.parse(" ")).isEqualTo(AddressRanges.NONE);
        assertThat(AddressRanges.NONE.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.300, \"10.0.0.300\" is none of an address",
        "10.0.0, \"10.0.0\" is none of an address",
        "10.0.0.010, \"10.0.0.010\" is none of an address",
        "10.0.0.1-20, \"10.0.0.1-20\" is none of an address",
        "10.0.0.1-10.0.0.2-10.0.0.3, is none of an address",
        "10.0.0.1-, is none of an address",
        "10.0.0.9-10.0.0.1, \"10.0.0.9-10.0.0.1\" ends before it begins",
        "10.0.0.5/24, \"10.0.0.5/24\" is no prefix; 10.0.0.0/24 is",
        "10.0.0.0/33, has no prefix length from 1 to 32",
        "10.0.0.0/0, has no prefix length from 1 to 32",
        "10.0.0.0/x, has no prefix length from 1 to 32",
        "10.0.0.0/8, has 16777214 addresses; at most 65536",
        "10.0.0.0/16 10.1.0.0/29, with \"10.1.0.0/29\" there are 65540 addresses",
        "10.0.0.1 10.0.0.1, \"10.0.0.1\" overlaps \"10.0.0.1\"",
        "10.0.0.0/28 10.0.0.3-10.0.0.4, \"10.0.0.3-10.0.0.4\" overlaps \"10.0.0.0/28\"",
        "127.0.0.1, has addresses of 127.0.0.0/8",
        "169.254.169.254, has addresses of 169.254.0.0/16",
        "223.255.255.255-224.0.0.1, has addresses of 224.0.0.0/3",
        "0.0.0.0-0.0.0.1, has addresses of 0.0.0.0/8",
    })
    void aFaultIsToldWithThePartThatHasIt(String text, String message) {
        assertThatThrownBy(() -> AddressRanges.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theFullPoolIsAllowedAndOneMoreIsNot() {
        assertThat(AddressRanges.parse("10.0.0.0-10.0.255.255").size()).isEqualTo(AddressRanges.MAX_SIZE);
        assertThatThrownBy(() -> AddressRanges.parse("10.0.0.0-10.0.255.255 10.1.0.0"))
                .hasMessageContaining("65537 addresses");
    }

    @Test
    void whatIsInsideAPrefixIsFound() {
        AddressRanges ranges = AddressRanges.parse("10.0.0.1 172.31.255.255-172.32.0.1");
        assertThat(ranges.partWithin("172.16.0.0/12")).hasValue("172.31.255.255-172.32.0.1");
        assertThat(ranges.partWithin("192.168.0.0/16")).isEmpty();
    }

    @Test
    void theSettingIsReadFromTheFile() throws Exception {
        JarrahConf conf = JarrahConf.parse(
                "jarrah.conf", List.of("VNET_PUBLICIPS=\"10.0.0.10-10.0.0.12 10.0.1.0/30\""), Settings.schema());
        assertThat(conf.get(CcSettings.VNET_PUBLICIPS).size()).isEqualTo(5);
        assertThat(conf.warnings()).isEmpty();
        assertThatThrownBy(() -> JarrahConf.parse(
                        "jarrah.conf", List.of("VNET_PUBLICIPS=\"10.0.0.10 10.0.0.x\""), Settings.schema()))
                .hasMessageContaining("jarrah.conf:1: VNET_PUBLICIPS=\"10.0.0.10 10.0.0.x\": \"10.0.0.x\" is none of");
    }
}
