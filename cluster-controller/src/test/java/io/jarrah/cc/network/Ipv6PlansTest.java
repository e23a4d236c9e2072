package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Golden;
import io.jarrah.cc.Samples;
import io.jarrah.cc.os.Link;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.os.OwnChains;
import io.jarrah.common.state.JsonStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of IPv6 is pure: rules, sets, interfaces and the check of documents. */
class Ipv6PlansTest {
    private static final Ipv6Prefix SUBNET = Ipv6Prefix.parse("fd00:10::/48");
    private static final PlaneSettings SETTINGS = dual(Optional.of(SUBNET));
    private static final NetworkSegment NET10 = network("fd00:10:0:a::/64");
    private static final NetworkDocument DOCUMENT =
            new NetworkDocument(1, List.of(NET10, Samples.NET20), List.of(), List.of());

    private static PlaneSettings dual(Optional<Ipv6Prefix> subnet6) {
        PlaneSettings plain = RenderersTest.SETTINGS;
        return new PlaneSettings(
                plain.cluster(),
                plain.subnet(),
                plain.publicInterface(),
                plain.privateInterface(),
                plain.wiring(),
                plain.tunnelAddress(),
                plain.dnsServers(),
                plain.ntpServers(),
                plain.domain(),
                plain.relayPort(),
                plain.dnsPort(),
                plain.lease(),
                subnet6);
    }

    private static NetworkSegment network(String cidr6) {
        NetworkSegment plain = Samples.NET10;
        return new NetworkSegment(
                plain.id(), plain.accountId(), plain.segment(), plain.cidr(), plain.mtu(), Optional.of(cidr6));
    }

    private static NetworkEndpoint endpoint(int number, NetworkSegment segment, String ipv6) {
        NetworkEndpoint plain = Samples.endpoint(number, segment, number + 4);
        return new NetworkEndpoint(
                plain.instanceId(),
                plain.network(),
                plain.mac(),
                plain.privateIp(),
                plain.hostname(),
                List.of(),
                Optional.empty(),
                Optional.of(ipv6));
    }

    private static List<String> links(PlaneSettings settings, NetworkSegment segment, List<String> addresses6) {
        SegmentNames names = new SegmentNames(Samples.ZONE);
        Link bridge = new Link(
                "br10",
                4,
                "bridge",
                names.bridgeMac(10),
                1450,
                true,
                Optional.empty(),
                LinkPlanner.GROUP,
                true,
                List.of("172.16.10.1/24"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                addresses6);
        return LinkPlanner.plan(settings, "192.168.70.1", List.of(segment), List.of(), List.of(bridge), Map.of())
                .ip()
                .stream()
                .filter(line -> line.contains("dev br10"))
                .toList();
    }

    @Test
    void whatIsToldByArpAreIpv4Gateways() {
        LinkPlan plan = LinkPlanner.plan(
                SETTINGS, "192.168.70.1", List.of(network("fd00:10:0:5::/64")), List.of(), List.of(), Map.of());
        assertThat(plan.ip()).contains("address add fd00:10:0:5::1/64 dev br10 nodad");
        assertThat(plan.gateways()).isEqualTo(Map.of("172.16.10.1", "br10"));
    }

    @Test
    void theRulesAreOneText() {
        Golden.check(
                "rules-ipv6", FirewallRenderer6.render(SETTINGS, SUBNET, new OwnChains(Set.of(), Set.of(), List.of())));
    }

    @Test
    void jumpsAreMadeOnceAndHooksAreLeftAlone() {
        OwnChains current = OwnChains.parse(
                "*filter\n:JARRAH-PRE - [0:0]\n:JARRAH-POST - [0:0]\n-A FORWARD -j JARRAH-FORWARD\nCOMMIT\n");
        assertThat(FirewallRenderer6.render(SETTINGS, SUBNET, current))
                .doesNotContain("-I FORWARD", ":JARRAH-PRE ", ":JARRAH-POST ")
                .contains("-I INPUT 1 -j JARRAH-INPUT");
    }

    @Test
    void setsHoldTheNetworksThatHaveIt() {
        IpSets.Plan first = IpSets.plan6(DOCUMENT, SETTINGS.gateways(), "");
        assertThat(first.grow())
                .containsExactly(
                        "create JARRAH-NET6 hash:net,iface family inet6 maxelem 65536",
                        "add JARRAH-NET6 fd00:10:0:a::/64,br10",
                        "create JARRAH-PREFIX6 hash:net family inet6 maxelem 65536",
                        "add JARRAH-PREFIX6 fd00:10:0:a::/64");
        String saved = """
                create JARRAH-NET6 hash:net,iface family inet6 hashsize 1024 maxelem 65536 bucketsize 12 initval 0x1
                add JARRAH-NET6 fd00:10:0:a::/64,br10
                create JARRAH-PREFIX6 hash:net family inet6 hashsize 1024 maxelem 65536 bucketsize 12 initval 0x1
                add JARRAH-PREFIX6 fd00:10:0:a::/64
                add JARRAH-PREFIX6 fd00:10:0:b::/64
                """;
        assertThat(IpSets.plan6(DOCUMENT, SETTINGS.gateways(), saved))
                .isEqualTo(new IpSets.Plan(List.of(), List.of("del JARRAH-PREFIX6 fd00:10:0:b::/64")));
    }

    @Test
    void aBridgeHasTheGatewaysAddressesAndNoOthers() {
        assertThat(links(SETTINGS, NET10, List.of()))
                .containsExactly(
                        "address add fe80::1/64 dev br10 nodad", "address add fd00:10:0:a::1/64 dev br10 nodad");
        assertThat(links(SETTINGS, NET10, List.of("fe80::1/64", "fd00:10:0:a::1/64")))
                .isEmpty();
        assertThat(links(SETTINGS, NET10, List.of("fe80::1/64", "fd00:10:0:a::1/64", "fd00:66::1/64")))
                .containsExactly("address delete fd00:66::1/64 dev br10");
        assertThat(links(dual(Optional.empty()), NET10, List.of("fe80::1/64")))
                .as("VNET_SUBNET6 was taken away")
                .containsExactly("address delete fe80::1/64 dev br10");
        assertThat(links(SETTINGS, Samples.NET10, List.of())).isEmpty();
    }

    @Test
    void aDocumentWithBothFamiliesPasses() {
        NetworkDocument document = new NetworkDocument(
                1,
                List.of(NET10),
                List.of(endpoint(1, NET10, "fd00:10:0:a::5"), Samples.endpoint(2, NET10, 9)),
                List.of(new SecurityGroup(Samples.group(1), List.of(), List.of("172.16.10.5", "fd00:10:0:a::5"))));
        assertThatCode(() -> DocumentCheck.require(document, VnetMode.MANAGED)).doesNotThrowAnyException();
        refused(document, VnetMode.SYSTEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd00:10:0:a::1",
                "fd00:10:0:a::",
                "fd00:10:0:b::5",
                "FD00:10:0:A::5",
                "fd00:10:0:a:0::5",
                "fd00:10:0:a::5,[::1]",
                "fd00:10:0:a::5\n",
                "172.16.10.5",
                ""
            })
    void anAddressThatNoInstanceOfTheNetworkCanHaveIsRefused(String address) {
        refused(
                new NetworkDocument(1, List.of(NET10), List.of(endpoint(1, NET10, address)), List.of()),
                VnetMode.MANAGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00:10::/48", "fd00:10:0:a::1/64", "fe80::/64", "fd00:10:0:A::/64", "::/64", "nonsense"})
    void aPrefixThatIsNoneIsRefused(String prefix) {
        refused(new NetworkDocument(1, List.of(network(prefix)), List.of(), List.of()), VnetMode.MANAGED);
    }

    /** State files of before there was IPv6 mean what they meant. */
    @Test
    void aDocumentOnDiskWithoutItIsReadAsOneWithoutIt(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("document.json");
        JsonStore<NetworkDocument> store = new JsonStore<>(file, NetworkDocument.class);
        store.write(Samples.document());
        String text = Files.readString(file);
        String older = text.replaceAll(",\\s*\"(cidr6|ipv6)\"\\s*:\\s*null", "");
        assertThat(older).isNotEqualTo(text).doesNotContain("cidr6", "ipv6");
        Files.writeString(file, older);
        assertThat(store.read()).hasValue(Samples.document());
    }

    @Test
    void whatIsGivenTwiceOrToANetworkWithoutItIsRefused() {
        NetworkEndpoint one = endpoint(1, NET10, "fd00:10:0:a::5");
        refused(
                new NetworkDocument(1, List.of(NET10), List.of(one, endpoint(2, NET10, "fd00:10:0:a::5")), List.of()),
                VnetMode.MANAGED);
        refused(new NetworkDocument(1, List.of(Samples.NET10), List.of(one), List.of()), VnetMode.MANAGED);
        NetworkSegment same =
                new NetworkSegment(Samples.NET20.id(), Samples.BOB, 20, Samples.NET20.cidr(), 1450, NET10.cidr6());
        refused(new NetworkDocument(1, List.of(NET10, same), List.of(), List.of()), VnetMode.MANAGED);
    }

    private static void refused(NetworkDocument document, VnetMode mode) {
        assertThatThrownBy(() -> DocumentCheck.require(document, mode))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
    }
}
