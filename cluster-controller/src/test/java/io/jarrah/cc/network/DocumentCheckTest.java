package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Samples;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentCheckTest {
    @Test
    void aGoodDocumentPasses() {
        assertThatCode(() -> DocumentCheck.require(Samples.document())).doesNotThrowAnyException();
        assertThatCode(() -> DocumentCheck.require(NetworkDocument.EMPTY)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "172.16.10.0",
                "172.16.10.1/24",
                "172.16.10.0/31",
                "172.16.10.0/7",
                "172.16.256.0/24",
                "172.16.010.0/24",
                "172.16.10.0/24; option",
                "::1/64",
                ""
            })
    void prefixesThatAreNone(String cidr) {
        refuse(List.of(new NetworkSegment(Samples.network(1), Samples.ALICE, 1, cidr, 1450)), List.of());
    }

    @Test
    void whatWouldMixTenantsUp() {
        NetworkSegment overlapping = new NetworkSegment(Samples.network(11), Samples.BOB, 11, "172.16.0.0/16", 1450);
        NetworkSegment sameNumber = new NetworkSegment(Samples.network(11), Samples.BOB, 10, "172.17.0.0/16", 1450);
        refuse(List.of(Samples.NET10, overlapping), List.of());
        refuse(List.of(Samples.NET10, sameNumber), List.of());
        refuse(List.of(Samples.NET10, Samples.NET10), List.of());
        refuse(
                List.of(Samples.NET10),
                List.of(Samples.endpoint(1, Samples.NET10, 5), Samples.endpoint(2, Samples.NET10, 5)));
        refuse(
                List.of(Samples.NET10),
                List.of(Samples.endpoint(1, Samples.NET10, 5), Samples.endpoint(1, Samples.NET10, 6)));
    }

    @Test
    void endpointsThatCannotBeRendered() {
        NetworkEndpoint good = Samples.endpoint(1, Samples.NET10, 5);
        refuse(List.of(Samples.NET20), List.of(good));
        refuse(List.of(Samples.NET10), List.of(Samples.endpoint(1, Samples.NET10, 1)));
        refuse(List.of(Samples.NET10), List.of(Samples.endpoint(1, Samples.NET10, 255)));
        refuse(
                List.of(Samples.NET10),
                List.of(new NetworkEndpoint(
                        good.instanceId(),
                        good.network(),
                        good.mac(),
                        good.privateIp(),
                        "a\"; } host b {",
                        List.of(),
                        Optional.empty())));
        refuse(
                List.of(Samples.NET10),
                List.of(new NetworkEndpoint(
                        good.instanceId(),
                        good.network(),
                        "d0:0d:00:00:00:01;",
                        good.privateIp(),
                        "a",
                        List.of(),
                        Optional.empty())));
    }

    @Test
    void arithmeticOfPrefixes() {
        Ipv4Prefix prefix = Ipv4Prefix.parse("172.16.30.0/25");
        assertThat(prefix.gateway()).isEqualTo("172.16.30.1");
        assertThat(prefix.netmask()).isEqualTo("255.255.255.128");
        assertThat(prefix.broadcast()).isEqualTo("172.16.30.127");
        assertThat(prefix).hasToString("172.16.30.0/25");
        assertThat(prefix.overlaps(Ipv4Prefix.parse("172.16.30.128/25"))).isFalse();
        assertThat(prefix.overlaps(Ipv4Prefix.parse("172.16.0.0/12"))).isTrue();
        assertThat(Ipv4Prefix.parse("224.0.0.0/8")
                        .contains(Ipv4Prefix.address("224.1.2.3").orElseThrow()))
                .isTrue();
    }

    private static void refuse(List<NetworkSegment> segments, List<NetworkEndpoint> endpoints) {
        assertThatThrownBy(() -> DocumentCheck.require(new NetworkDocument(1, segments, endpoints, List.of())))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
    }
}
