package io.jarrah.nc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NodeNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all planes say to generations. */
class NoNetworkPlaneTest {
    private final NoNetworkPlane plane = new NoNetworkPlane();

    @Test
    void aLowerGenerationIsAnsweredWithTheOneThatIsHeld() {
        assertThat(plane.desire(network(5, "192.0.2.1"))).isEqualTo(5);
        assertThat(plane.desire(network(3, "192.0.2.2"))).isEqualTo(5);
        assertThat(plane.desired()).contains(network(5, "192.0.2.1"));
        assertThat(plane.desire(network(5, "192.0.2.2"))).isEqualTo(5);
        assertThat(plane.desired()).contains(network(5, "192.0.2.2"));
    }

    @Test
    void aDeltaIsTakenOnlyFromWhatIsHeld() {
        NetworkDelta delta = NetworkDelta.between(network(5, "192.0.2.1"), network(6, "192.0.2.2"));
        assertThat(plane.desire(delta)).isFalse();
        plane.desire(network(4, "192.0.2.1"));
        assertThat(plane.desire(delta)).isFalse();
        plane.desire(network(5, "192.0.2.1"));
        assertThat(plane.desire(delta)).isTrue();
        assertThat(plane.desired()).contains(network(6, "192.0.2.2"));
    }

    private static NodeNetwork network(long generation, String peer) {
        return new NodeNetwork(generation, List.of(), List.of(peer), List.of(), List.of());
    }
}
