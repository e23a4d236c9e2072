package io.jarrah.clc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkPlanTest {
    private final NetworkPlan plan = new SlicedPlan("172.16.0.0/12", 32, 2, Wiring.VXLAN.maxSegment(), 1450);

    private List<String> free(int slice, Set<String> taken) {
        return plan.lowestFree(slice, taken, 1000).stream()
                .map(host -> host.address().orElseThrow())
                .toList();
    }

    @Test
    void aSliceHasThe64BitsOfItsNumberWhileThereAreSome() {
        NetworkPlan dual =
                new SlicedPlan("10.0.0.0/8", 32, 2, 4094, 1500, Optional.of(Ipv6Prefix.parse("2001:db8:0:ff00::/56")));
        assertThat(dual.cidr6(0)).map(Ipv6Prefix::toString).hasValue("2001:db8:0:ff00::/64");
        assertThat(dual.cidr6(255)).map(Ipv6Prefix::toString).hasValue("2001:db8:0:ffff::/64");
        assertThat(dual.cidr6(256)).as("IPv4 only").isEmpty();
        assertThat(plan.cidr6(0)).isEmpty();
    }

    @Test
    void cutsSlicesOfEqualSize() {
        assertThat(plan.slices()).isEqualTo((1 << 20) / 32);
        assertThat(plan.cidr(0)).isEqualTo("172.16.0.0/27");
        assertThat(plan.cidr(9)).isEqualTo("172.16.1.32/27");
        assertThat(plan.segment(9)).isEqualTo(11);
        assertThat(plan.cidr(plan.slices() - 1)).isEqualTo("172.31.255.224/27");
    }

    @Test
    void givesTheLowestFreeAddressAndKeepsGatewayAndBroadcast() {
        Set<String> taken = new HashSet<>(Set.of("172.16.0.2", "172.16.0.4"));
        assertThat(free(0, taken)).startsWith("172.16.0.3", "172.16.0.5", "172.16.0.6");
        List<String> all = free(0, Set.of());
        assertThat(all).hasSize(plan.hostsPerNetwork()).startsWith("172.16.0.2").endsWith("172.16.0.30");
    }

    @Test
    void knowsItsPrefixAndWhoseAddressIsWhose() {
        assertThat(plan.prefix()).isEqualTo("172.16.0.0/12");
        assertThat(new SlicedPlan("10.1.2.3/8", 32, 2, 100, 1500).prefix()).isEqualTo("10.0.0.0/8");
        for (String host : free(1, Set.of())) {
            assertThat(plan.isHost(1, host)).as(host).isTrue();
            assertThat(plan.contains(0, host)).as(host).isFalse();
        }
        for (String reserved : List.of("172.16.0.32", "172.16.0.33", "172.16.0.63")) {
            assertThat(plan.isHost(1, reserved)).as(reserved).isFalse();
            assertThat(plan.contains(1, reserved)).as(reserved).isTrue();
        }
        assertThat(plan.isHost(1, "172.16.0.64")).isFalse();
        assertThat(plan.isHost(1, "172.16.0.31")).isFalse();
    }

    @Test
    void vlansLimitTheSlices() {
        NetworkPlan vlans = new SlicedPlan("10.0.0.0/8", 32, 2, Wiring.VLAN.maxSegment(), 1500);
        assertThat(vlans.slices()).isEqualTo(4093);
        assertThat(vlans.segment(vlans.slices() - 1)).isEqualTo(4094);
    }

    @Test
    void aTagThatIsGivenAlreadyIsNotGivenAgain() {
        NetworkPlan later = new SlicedPlan("10.0.0.0/8", 32, 100, 4094, 1500);
        assertThat(later.sliceOf(102)).isEqualTo(2);
        assertThat(later.sliceOf(2))
                .as("a tag of the time when they began at 2")
                .isNegative();
    }

    @Test
    void aFullPlanSaysSo() {
        NetworkPlan two = new SlicedPlan("10.0.0.0/29", 4, 2, 100, 1500);
        assertThat(two.slices()).isEqualTo(2);
        assertThat(two.lowestFreeSlice(Set.of(0))).isEqualTo(1);
        assertThat(two.lowestFreeSlice(Set.of(0, 1))).isEqualTo(-1);
    }

    @Test
    void refusesWhatCannotBeCut() {
        assertThatThrownBy(() -> new SlicedPlan("10.0.0.0", 32, 2, 100, 1500)).hasMessageContaining("VNET_SUBNET");
        assertThatThrownBy(() -> new SlicedPlan("10.0.0.0/8", 33, 2, 100, 1500))
                .hasMessageContaining("VNET_ADDRSPERNET");
        assertThatThrownBy(() -> new SlicedPlan("10.0.0.0/30", 32, 2, 100, 1500))
                .hasMessageContaining("too few");
        assertThatThrownBy(() -> new SlicedPlan("10.0.0.999/8", 32, 2, 100, 1500))
                .hasMessageContaining("dotted");
    }
}
