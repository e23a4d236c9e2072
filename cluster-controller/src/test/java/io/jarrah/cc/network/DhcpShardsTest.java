package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DhcpShardsTest {
    @Test
    void fewNetworksHaveOneProcess() {
        assertThat(DhcpShards.assign(Map.of(), List.of(30, 10, 20), 32))
                .containsOnly(Map.entry(10, 0), Map.entry(20, 0), Map.entry(30, 0));
    }

    @Test
    void noProcessGetsMoreThanItsLimit() {
        Map<Integer, Integer> shards = DhcpShards.assign(
                Map.of(), IntStream.rangeClosed(1, 4000).boxed().toList(), 32);
        assertThat(shards).hasSize(4000);
        for (int shard = 0; shard < 125; shard++) {
            assertThat(Collections.frequency(shards.values(), shard)).isEqualTo(32);
        }
    }

    @Test
    void aNetworkStaysWithItsProcessAndGapsAreFilled() {
        Map<Integer, Integer> before = DhcpShards.assign(Map.of(), List.of(1, 2, 3, 4), 2);
        Map<Integer, Integer> after = DhcpShards.assign(before, List.of(2, 3, 4, 5, 6), 2);
        assertThat(after).isEqualTo(Map.of(2, 0, 3, 1, 4, 1, 5, 0, 6, 2));
    }
}
