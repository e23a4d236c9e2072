package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Samples;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentCheckTest {
    @Test
    void aGoodDocumentPasses() {
        assertThatCode(() -> DocumentCheck.require(Samples.document(), VnetMode.MANAGED))
                .doesNotThrowAnyException();
        assertThatCode(() -> DocumentCheck.require(NetworkDocument.EMPTY, VnetMode.MANAGED))
                .doesNotThrowAnyException();
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "172.16.10.7",
                "2001:db8::1",
                "10.99.0.100/32",
                "10.99.0",
                "",
                "127.0.0.1",
                "0.0.0.0",
                "169.254.1.1",
                "224.0.0.1",
                "255.255.255.255"
            })
    void publicAddressesThatCannotBeTranslated(String address) {
        refuse(List.of(Samples.NET10), List.of(Samples.withPublicIp(Samples.endpoint(1, Samples.NET10, 5), address)));
    }

    @Test
    void onePublicAddressHasOneInstance() {
        NetworkEndpoint one = Samples.withPublicIp(Samples.endpoint(1, Samples.NET10, 5), "10.99.0.100");
        NetworkEndpoint two = Samples.withPublicIp(Samples.endpoint(2, Samples.NET10, 6), "10.99.0.100");
        NetworkEndpoint other = Samples.withPublicIp(Samples.endpoint(2, Samples.NET10, 6), "10.99.0.101");
        refuse(List.of(Samples.NET10), List.of(one, two));
        assertThatCode(() -> DocumentCheck.require(
                        new NetworkDocument(1, List.of(Samples.NET10), List.of(one, other), List.of()),
                        VnetMode.MANAGED))
                .doesNotThrowAnyException();
    }

    @Test
    void groupsThatNoNodeCouldApply() {
        SecurityGroupId group = Samples.group(1);
        List<NetworkEndpoint> member = List.of(Samples.withGroups(Samples.endpoint(1, Samples.NET10, 5), group));
        refuse(List.of(Samples.NET10), member);
        refuse(member, new SecurityGroup(group, List.of(), List.of("172.16.10.5\nflush")));
        refuse(member, new SecurityGroup(group, List.of(), List.of()), new SecurityGroup(group, List.of(), List.of()));
        for (String cidr : List.of("10.0.0.0", "10.0.0.0/33", "::/129", "all/0", "10.0.0.0/8\n")) {
            refuse(member, new SecurityGroup(group, List.of(from(cidr)), List.of()));
        }
        assertThatCode(() -> DocumentCheck.require(
                        new NetworkDocument(
                                1,
                                List.of(Samples.NET10),
                                member,
                                List.of(new SecurityGroup(
                                        group, List.of(from("0.0.0.0/0"), from("2001:db8::/32")), List.of()))),
                        VnetMode.MANAGED))
                .doesNotThrowAnyException();
    }

    private static SecurityRule from(String cidr) {
        return new SecurityRule(false, SecurityRule.TCP, 22, 22, Optional.of(cidr), Optional.empty());
    }

    private static void refuse(List<NetworkEndpoint> endpoints, SecurityGroup... groups) {
        assertThatThrownBy(() -> DocumentCheck.require(
                        new NetworkDocument(1, List.of(Samples.NET10), endpoints, List.of(groups)), VnetMode.MANAGED))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
    }

    @Test
    void theSitesOwnNetworkIsOneAndItsHostsAreTheSites() {
        NetworkSegment site =
                new NetworkSegment(Samples.NET10.id(), Samples.NET10.accountId(), 1, "172.16.10.0/24", 1500);
        NetworkSegment unknown = new NetworkSegment(site.id(), site.accountId(), 1, "0.0.0.0/0", 1500);
        NetworkEndpoint first = Samples.endpoint(1, site, 1);
        NetworkEndpoint open = withAddress(first, NetworkEndpoint.NO_ADDRESS);
        NetworkEndpoint open2 = withAddress(Samples.endpoint(2, site, 2), NetworkEndpoint.NO_ADDRESS);
        DocumentCheck.require(document(site, first), VnetMode.STATIC);
        DocumentCheck.require(document(site, open, open2), VnetMode.SYSTEM);
        DocumentCheck.require(document(unknown, withAddress(first, "10.1.2.3"), open2), VnetMode.SYSTEM);
        refuse(VnetMode.MANAGED, document(site, first));
        refuse(VnetMode.STATIC, document(site, open));
        refuse(VnetMode.STATIC, document(unknown, first));
        refuse(VnetMode.MANAGED, document(unknown, first));
        refuse(VnetMode.SYSTEM, document(site, withAddress(first, "10.1.2.3")));
        refuse(VnetMode.SYSTEM, document(site, withAddress(first, "")));
        refuse(VnetMode.SYSTEM, document(site, first, withAddress(open2, first.privateIp())));
        refuse(VnetMode.STATIC, document(site, Samples.withPublicIp(first, "203.0.113.7")));
        refuse(VnetMode.STATIC, new NetworkDocument(1, List.of(site, Samples.NET20), List.of(), List.of()));
    }

    private static NetworkDocument document(NetworkSegment segment, NetworkEndpoint... endpoints) {
        return new NetworkDocument(1, List.of(segment), List.of(endpoints), List.of());
    }

    private static NetworkEndpoint withAddress(NetworkEndpoint endpoint, String address) {
        return new NetworkEndpoint(
                endpoint.instanceId(),
                endpoint.network(),
                endpoint.mac(),
                address,
                endpoint.hostname(),
                endpoint.groups(),
                endpoint.publicIp());
    }

    private static void refuse(VnetMode mode, NetworkDocument document) {
        assertThatThrownBy(() -> DocumentCheck.require(document, mode))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
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
        assertThatThrownBy(() ->
                        DocumentCheck.require(new NetworkDocument(1, segments, endpoints, List.of()), VnetMode.MANAGED))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
    }

    @Test
    void peersWhosePrefixesAreTheirOwn() {
        assertThatCode(() -> DocumentCheck.require(
                        withPeers(
                                peer("zone2", "192.168.70.2", "172.16.32.0/24", "172.16.33.0/24"),
                                peer("zone3", "192.168.70.3")),
                        VnetMode.MANAGED))
                .doesNotThrowAnyException();
    }

    @Test
    void peersThatCannotBeReached() {
        refusePeers("is given twice", peer("zone2", "192.168.70.2"), peer("zone2", "192.168.70.3"));
        refusePeers("end at 192.168.70.2", peer("zone2", "192.168.70.2"), peer("zone3", "192.168.70.2"));
        refusePeers("cannot end at", peer("zone2", "127.0.0.1"));
        refusePeers("cannot end at", peer("zone2", "192.168.70"));
        refusePeers("cannot end at", peer("zone2", ""));
        refusePeers("inside the tenants' network", peer("zone2", "172.16.10.77"));
        refusePeers("inside the tenants' network", peer("zone2", "172.16.32.1", "172.16.32.0/24"));
    }

    @Test
    void peersWhosePrefixesAreNotTheirOwn() {
        refusePeers("overlap", peer("zone2", "192.168.70.2", "172.16.10.128/25"));
        refusePeers("overlap", peer("zone2", "192.168.70.2", "172.16.32.0/24", "172.16.32.0/24"));
        refusePeers(
                "overlap",
                peer("zone2", "192.168.70.2", "172.16.32.0/24"),
                peer("zone3", "192.168.70.3", "172.16.0.0/16"));
        refusePeers("not an IPv4 prefix", peer("zone2", "192.168.70.2", "172.16.32.0"));
        refusePeers("8 to 30 bits", peer("zone2", "192.168.70.2", "0.0.0.0/0"));
    }

    @Test
    void aPublicAddressInANetworkOfAPeer() {
        NetworkEndpoint one = Samples.withPublicIp(Samples.endpoint(1, Samples.NET10, 5), "172.16.32.9");
        assertThatThrownBy(() -> DocumentCheck.require(
                        new NetworkDocument(
                                1,
                                List.of(Samples.NET10),
                                List.of(one),
                                List.of(),
                                List.of(peer("zone2", "192.168.70.2", "172.16.32.0/24"))),
                        VnetMode.MANAGED))
                .hasMessageContaining("lies in the tenants' network");
    }

    private static void refusePeers(String why, ClusterPeer... peers) {
        assertThatThrownBy(() -> DocumentCheck.require(withPeers(peers), VnetMode.MANAGED))
                .isInstanceOfSatisfying(ServiceException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ServiceException.Code.INVALID))
                .hasMessageContaining(why);
    }

    private static NetworkDocument withPeers(ClusterPeer... peers) {
        return new NetworkDocument(1, List.of(Samples.NET10), List.of(), List.of(), List.of(peers));
    }

    private static ClusterPeer peer(String cluster, String tunnelAddress, String... prefixes) {
        return new ClusterPeer(new ClusterName(cluster), tunnelAddress, List.of(prefixes));
    }
}
