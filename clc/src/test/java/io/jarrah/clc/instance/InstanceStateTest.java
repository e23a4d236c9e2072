package io.jarrah.clc.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.InstancePhase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceStateTest {
    @Test
    void everyPairOfDesiredAndObservedHasOneState() {
        List<String> table = new ArrayList<>();
        for (DesiredState desired : DesiredState.values()) {
            table.add(line(desired, null));
            for (InstancePhase phase : InstancePhase.values()) {
                table.add(line(desired, phase));
            }
        }
        assertThat(table)
                .containsExactly(
                        "RUNNING null -> pending 0",
                        "RUNNING PENDING -> pending 0",
                        "RUNNING STAGING -> pending 0",
                        "RUNNING BOOTING -> pending 0",
                        "RUNNING RUNNING -> running 16",
                        "RUNNING SHUTTING_DOWN -> shutting-down 32",
                        "RUNNING TERMINATED -> terminated 48",
                        "TERMINATED null -> shutting-down 32",
                        "TERMINATED PENDING -> shutting-down 32",
                        "TERMINATED STAGING -> shutting-down 32",
                        "TERMINATED BOOTING -> shutting-down 32",
                        "TERMINATED RUNNING -> shutting-down 32",
                        "TERMINATED SHUTTING_DOWN -> shutting-down 32",
                        "TERMINATED TERMINATED -> terminated 48");
    }

    private static String line(DesiredState desired, InstancePhase phase) {
        InstanceState state = InstanceState.of(desired, phase);
        return desired + " " + phase + " -> " + state.apiName() + " " + state.code();
    }
}
