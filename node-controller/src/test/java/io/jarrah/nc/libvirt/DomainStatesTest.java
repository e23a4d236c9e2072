package io.jarrah.nc.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.hypervisor.DomainState;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.hypervisor.StopReason;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainStatesTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, false, RUNNING, UNKNOWN",
        "2, 0, false, RUNNING, UNKNOWN",
        "3, 5, false, RUNNING, UNKNOWN",
        "3, 11, false, STARTING, UNKNOWN",
        "4, 1, false, STOPPING, UNKNOWN",
        "5, 0, false, STOPPED, UNKNOWN",
        "5, 1, false, STOPPED, GUEST_SHUTDOWN",
        "5, 1, true, STOPPED, HOST_SHUTDOWN",
        "5, 2, false, STOPPED, DESTROYED",
        "5, 3, false, STOPPED, CRASHED",
        "5, 6, false, STOPPED, FAILED",
        "5, 8, false, STOPPED, UNKNOWN",
        "6, 1, false, STOPPED, CRASHED",
        "7, 0, false, RUNNING, UNKNOWN",
    })
    void numbersOfLibvirtMeanTheirStates(
            int state, int reason, boolean byHost, DomainState expected, StopReason expectedReason) {
        ObservedDomain domain =
                DomainStates.observed("d", new EventConnect.RawState(state, reason), byHost, Optional.empty());
        assertThat(domain.state()).isEqualTo(expected);
        assertThat(domain.stopReason()).isEqualTo(expectedReason);
    }
}
