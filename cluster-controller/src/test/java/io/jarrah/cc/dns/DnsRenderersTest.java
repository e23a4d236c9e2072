package io.jarrah.cc.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Golden;
import io.jarrah.cc.Samples;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.net.Ipv4Prefix;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsRenderersTest {
    private static final Path HOSTS = Path.of("/var/lib/jarrah/cc/dns/hosts");

    @Test
    void dnsmasqPassesOnWhatIsNotPrivate() {
        Golden.check(
                "dnsmasq.conf",
                DnsmasqConfRenderer.render(
                        settings("172.16.0.0/12", List.of("192.0.2.53", "192.0.2.54"), "zone1.example", "ec2.internal"),
                        HOSTS,
                        "dnsmasq"));
    }

    @Test
    void withoutServersThoseOfTheHostAreAsked() {
        assertThat(DnsmasqConfRenderer.render(settings("10.0.0.0/8", List.of(), "ec2.internal"), HOSTS, "root"))
                .contains("\nresolv-file=/etc/resolv.conf\n", "\nuser=root\n")
                .doesNotContain("no-resolv", "server=");
    }

    @Test
    void everyNetworkHasAFileOfItsInstances() {
        List<String> domains = List.of("zone1.example", "ec2.internal");
        NetworkDocument document = new NetworkDocument(
                1,
                List.of(Samples.NET10, Samples.NET20),
                List.of(
                        Samples.endpoint(1, Samples.NET10, 200),
                        Samples.endpoint(2, Samples.NET10, 5),
                        Samples.endpoint(3, Samples.NET10, 40)),
                List.of());
        assertThat(HostsRenderer.render(domains, document))
                .isEqualTo(Map.of(Samples.NET10.id().value(), """
                        172.16.10.5 ip-172-16-10-5.zone1.example ip-172-16-10-5.ec2.internal
                        172.16.10.40 ip-172-16-10-40.zone1.example ip-172-16-10-40.ec2.internal
                        172.16.10.200 ip-172-16-10-200.zone1.example ip-172-16-10-200.ec2.internal
                        """));
        assertThat(HostsRenderer.render(domains, NetworkDocument.EMPTY)).isEmpty();
    }

    @Test
    void reverseZonesAreCutAtOctets() {
        assertThat(zones("10.0.0.0/8")).containsExactly("10.in-addr.arpa");
        assertThat(zones("172.16.0.0/12"))
                .hasSize(16)
                .startsWith("16.172.in-addr.arpa", "17.172.in-addr.arpa")
                .endsWith("31.172.in-addr.arpa");
        assertThat(zones("192.168.0.0/16")).containsExactly("168.192.in-addr.arpa");
        assertThat(zones("192.168.254.0/23")).containsExactly("254.168.192.in-addr.arpa", "255.168.192.in-addr.arpa");
        assertThat(zones("192.168.7.4/30"))
                .containsExactly(
                        "4.7.168.192.in-addr.arpa",
                        "5.7.168.192.in-addr.arpa",
                        "6.7.168.192.in-addr.arpa",
                        "7.7.168.192.in-addr.arpa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "-a.b", "a b", "a/b", "a.b.", "zone1.example\nserver=192.0.2.1"})
    void whatIsNoDomainIsRefused(String domain) {
        assertThatThrownBy(() -> settings("10.0.0.0/8", List.of(), domain)).hasMessageContaining("VNET_DOMAINNAME");
    }

    private static List<String> zones(String subnet) {
        return settings(subnet, List.of(), "ec2.internal").reverseZones();
    }

    private static DnsSettings settings(String subnet, List<String> servers, String... domains) {
        return new DnsSettings(8553, List.of(domains), Ipv4Prefix.parse(subnet), "br*", servers);
    }
}
