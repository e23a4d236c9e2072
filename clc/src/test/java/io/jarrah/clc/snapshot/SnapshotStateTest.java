package io.jarrah.clc.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.SnapshotPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotStateTest {
    @Test
    void isPendingBeforeAnythingWasHeard() {
        assertThat(SnapshotState.of(null).apiName()).isEqualTo("pending");
    }

    @ParameterizedTest
    @CsvSource({"CREATING,pending", "AVAILABLE,completed", "DELETING,error", "DELETED,error", "FAILED,error"})
    void followsFromWhatWasHeard(SnapshotPhase phase, String state) {
        assertThat(SnapshotState.of(phase).apiName()).isEqualTo(state);
    }
}
