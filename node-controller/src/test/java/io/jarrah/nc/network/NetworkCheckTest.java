package io.jarrah.nc.network;

import static io.jarrah.common.contract.SecurityRule.TCP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.Specs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but addresses gets into the input of a program. */
class NetworkCheckTest {
    private static final NetworkId NETWORK = new NetworkId("net-0123456789abcdef0");
    private static final String MAC = "d0:0d:00:00:00:05";
    private static final String ADDRESS = "172.16.10.5";

    @Test
    void aSoundNetworkPasses() {
        assertThatCode(() -> NetworkCheck.require(
                        network(
                                List.of(endpoint(5, MAC, ADDRESS), endpoint(6, "d0:0d:00:00:00:06", "172.16.10.6")),
                                group("0.0.0.0/0", ADDRESS)),
                        VnetMode.MANAGED))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        NetworkCheck.require(network(List.of(), group("2001:db8::/32", ADDRESS)), VnetMode.MANAGED))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.0.0.0",
                "10.0.0.0/33",
                "10.0.0.1/24",
                "10.0.0.0/8 -j ACCEPT",
                "10.0.0.0/8\nadd JARRAH-x 0.0.0.0/1",
                "10.0.0.0/08",
                "300.0.0.0/8",
                "::/0\nflush",
                "sg/24"
            })
    void aRuleHasAPrefix(String cidr) {
        refused(network(List.of(), group(cidr, ADDRESS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0", "10.0.0.1/32", "10.0.0.1\nflush", "01.2.3.4", "2001:DB8::1", "fe80::1%eth0"})
    void aMemberIsAnAddress(String member) {
        refused(network(List.of(), group("0.0.0.0/0", member)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "D0:0D:00:00:00:05", "d1:0d:00:00:00:05", "d0:0d:00:00:00", "d0:0d:00:00:00:05 accept"})
    void anEndpointHasAMacAddressOfOneCard(String mac) {
        refused(network(List.of(endpoint(5, mac, ADDRESS)), group("0.0.0.0/0", ADDRESS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.16.10.0", "172.16.10.1", "172.16.10.255", "172.16.11.5", "x", "172.16.10.5 }"})
    void anEndpointHasAnAddressOfItsNetwork(String address) {
        refused(network(List.of(endpoint(5, MAC, address)), group("0.0.0.0/0", ADDRESS)));
    }

    @Test
    void nothingIsGivenTwice() {
        SecurityGroup group = group("0.0.0.0/0", ADDRESS);
        refused(network(List.of(endpoint(5, MAC, ADDRESS), endpoint(6, MAC, "172.16.10.6")), group));
        refused(network(List.of(endpoint(5, MAC, ADDRESS), endpoint(6, "d0:0d:00:00:00:06", ADDRESS)), group));
        refused(network(List.of(endpoint(5, MAC, ADDRESS), endpoint(5, "d0:0d:00:00:00:06", "172.16.10.6")), group));
        refused(network(List.of(), group, group));
    }

    @Test
    void everyGroupThatIsNamedIsThere() {
        refused(network(List.of(endpoint(5, MAC, ADDRESS))));
        SecurityRule rule = Groups.in(TCP, 22, 22, Groups.id(2));
        refused(network(List.of(), Groups.group(1, List.of(), rule)));
    }

    @Test
    void inTheSitesNetworkAnAddressMayBeUnknownOrTheFirst() {
        NetworkEndpoint first = endpoint(5, MAC, "172.16.10.1");
        NetworkEndpoint open = endpoint(6, "d0:0d:00:00:00:06", NetworkEndpoint.NO_ADDRESS);
        NetworkEndpoint open2 = endpoint(7, "d0:0d:00:00:00:07", NetworkEndpoint.NO_ADDRESS);
        NodeNetwork known = network(List.of(first), group("0.0.0.0/0", ADDRESS));
        NodeNetwork unknown = network(List.of(first, open, open2), group("0.0.0.0/0", ADDRESS));
        refused(known);
        refused(unknown);
        NetworkCheck.require(known, VnetMode.STATIC);
        NetworkCheck.require(unknown, VnetMode.SYSTEM);
        assertThatThrownBy(() -> NetworkCheck.require(unknown, VnetMode.STATIC)).isInstanceOf(ServiceException.class);
    }

    private static void refused(NodeNetwork network) {
        assertThatThrownBy(() -> NetworkCheck.require(network, VnetMode.MANAGED))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
    }

    private static SecurityGroup group(String cidr, String member) {
        return Groups.group(1, List.of(member), Groups.in(TCP, 22, 22, cidr));
    }

    private static NetworkEndpoint endpoint(int number, String mac, String address) {
        List<SecurityGroupId> groups = List.of(Groups.id(1));
        return new NetworkEndpoint(Specs.id(number), NETWORK, mac, address, "host", groups, Optional.empty());
    }

    private static NodeNetwork network(List<NetworkEndpoint> endpoints, SecurityGroup... groups) {
        NetworkSegment segment = new NetworkSegment(NETWORK, new AccountId("123456789012"), 10, "172.16.10.0/24", 1450);
        return new NodeNetwork(1, List.of(segment), List.of("192.168.70.11"), endpoints, List.of(groups));
    }
}
