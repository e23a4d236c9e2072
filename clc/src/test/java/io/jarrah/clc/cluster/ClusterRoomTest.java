package io.jarrah.clc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterRoomTest {
    private static final Capacity SMALL = new Capacity(1, 512, 5);

    @Test
    void countsWhatFitsOnSingleNodes() {
        ClusterRoom room = new ClusterRoom(List.of(node("a", Health.OK), node("b", Health.OK)), Map.of(), List.of());
        assertThat(room.fits(SMALL, 100)).isEqualTo(8);
        assertThat(room.fits(SMALL, 3)).isEqualTo(3);
        assertThat(room.fits(new Capacity(3, 512, 5), 100)).isEqualTo(2);
        assertThat(room.fits(new Capacity(5, 512, 5), 100)).isZero();
    }

    @Test
    void whatIsPlacedAndWhatIsOnlyLaunchedTakesRoomOnce() {
        ClusterRoom room = new ClusterRoom(
                List.of(node("a", Health.OK), node("b", Health.OK)),
                Map.of(new NodeName("a"), SMALL.plus(SMALL)),
                List.of(SMALL));
        assertThat(room.fits(SMALL, 100)).isEqualTo(5);
    }

    @Test
    void onlyHealthyNodesCount() {
        ClusterRoom room = new ClusterRoom(
                List.of(node("a", Health.IMPAIRED), node("b", Health.UNREACHABLE)), Map.of(), List.of());
        assertThat(room.fits(SMALL, 100)).isZero();
    }

    private static NodeStatus node(String name, Health health) {
        Capacity total = new Capacity(4, 4096, 100);
        return new NodeStatus(new NodeName(name), health, "", Instant.EPOCH, "kvm", total, total);
    }
}
