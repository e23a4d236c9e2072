package io.jarrah.nc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.os.IpCommand.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TapPlanTest {
    private static final Map<String, String> BRIDGES = Map.of("jt5", "br10", "jt6", "br11");

    @Test
    void aTapWithoutItsBridgeIsPluggedIn() {
        assertThat(TapPlan.of(BRIDGES, List.of(tap("jt5", Optional.empty(), false))))
                .containsExactly("link set dev jt5 master br10 up");
        assertThat(TapPlan.of(BRIDGES, List.of(tap("jt6", Optional.of("br10"), false))))
                .containsExactly("link set dev jt6 master br11 up");
    }

    @Test
    void whatIsRightOrNobodysOfOursIsLeftAlone() {
        assertThat(TapPlan.of(
                        BRIDGES,
                        List.of(tap("jt5", Optional.of("br10"), false), tap("jt7", Optional.of("br12"), true))))
                .isEmpty();
    }

    @Test
    void theHostsEndHasNoAddress() {
        assertThat(TapPlan.of(BRIDGES, List.of(tap("jt5", Optional.of("br10"), true))))
                .containsExactly("link set dev jt5 addrgenmode none", "address flush dev jt5 scope link");
    }

    private static Link tap(String name, Optional<String> bridge, boolean ipv6) {
        return new Link(name, "tun", 1450, true, bridge, Optional.empty(), Optional.empty(), ipv6);
    }
}
