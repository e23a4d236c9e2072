package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Samples;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicAddressPlanTest {
    private static final String A = "10.99.0.100";
    private static final String B = "10.99.0.101";

    @Test
    void aNewAddressIsAddedAndKnownAsOursBefore() {
        PublicAddressPlan plan = plan(document(A), links(), Map.of(), Set.of());
        assertThat(plan.translated()).isEqualTo(Map.of(A, "172.16.10.5"));
        assertThat(plan.additions("eth0")).containsExactly("address add 10.99.0.100/32 dev eth0");
        assertThat(plan.during()).isEqualTo(Map.of(A, "172.16.10.5"));
        assertThat(plan.changed()).isEmpty();
        assertThat(plan.stale()).isEmpty();
    }

    @Test
    void nothingIsDoneWhenAllIsAsItShouldBe() {
        PublicAddressPlan plan = plan(document(A), links(A + "/32"), Map.of(A, "172.16.10.5"), Set.of(A));
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.stale()).isEmpty();
        assertThat(plan.changed()).isEmpty();
        assertThat(plan.during()).isEqualTo(plan.translated());
    }

    @Test
    void anAddressThatMovesStaysButItsFlowsEnd() {
        PublicAddressPlan plan = plan(document(A), links(A + "/32"), Map.of(A, "172.16.10.9"), Set.of(A));
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.stale()).isEmpty();
        assertThat(plan.changed()).containsExactly(A);
        assertThat(plan.during()).as("until the flows have ended").isEqualTo(Map.of(A, "172.16.10.9"));
    }

    @Test
    void anAddressThatGoesIsRemembered() {
        PublicAddressPlan plan = plan(document(A), links(A + "/32", B + "/32"), Map.of(B, "172.16.10.9"), Set.of(A, B));
        assertThat(plan.removals("eth0")).containsExactly("address delete 10.99.0.101/32 dev eth0");
        assertThat(plan.changed())
                .as("A is in the set, yet whose it was is not known")
                .containsExactly(A, B);
        assertThat(plan.during()).containsKeys(A, B);
    }

    @Test
    void theHostsOwnAddressesAreNeitherTranslatedNorRemoved() {
        List<Link> links = links(A + "/32", B + "/24");
        PublicAddressPlan nobodys = plan(document(A), links, Map.of(B, "172.16.10.9"), Set.of());
        assertThat(nobodys.refused()).isEqualTo(Map.of(A, "eth0"));
        assertThat(nobodys.translated()).isEmpty();
        assertThat(nobodys.missing()).isEmpty();
        assertThat(nobodys.stale()).as("with other bits than ours").isEmpty();
        PublicAddressPlan elsewhere = plan(document("192.168.70.1"), links(), Map.of("192.168.70.1", "x"), Set.of());
        assertThat(elsewhere.refused()).isEqualTo(Map.of("192.168.70.1", "eth1"));
        assertThat(elsewhere.stale()).isEmpty();
    }

    private static PublicAddressPlan plan(
            NetworkDocument document, List<Link> links, Map<String, String> ledger, Set<String> inSet) {
        return PublicAddressPlan.of(document, "eth0", links, ledger, inSet);
    }

    private static NetworkDocument document(String publicIp) {
        NetworkEndpoint endpoint = Samples.endpoint(1, Samples.NET10, 5);
        return new NetworkDocument(
                1, List.of(Samples.NET10), List.of(Samples.withPublicIp(endpoint, publicIp)), List.of());
    }

    private static List<Link> links(String... onEth0) {
        List<String> addresses = new ArrayList<>(List.of("10.99.0.1/24"));
        addresses.addAll(List.of(onEth0));
        return List.of(link("eth0", addresses), link("eth1", List.of("192.168.70.1/24", "192.168.70.1/32")));
    }

    static Link link(String name, List<String> addresses) {
        return Links.link(
                name, 2, "", "52:54:00:00:00:01", 1500, true, Optional.empty(), 0, false, addresses, Optional.empty());
    }
}
