package io.jarrah.common.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConntrackCommandTest {
    @Test
    void tellsNoFlowFoundFromFailure() {
        assertThat(ConntrackCommand.foundNothing(
                        "conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.\n"))
                .isTrue();
        assertThat(ConntrackCommand.foundNothing(
                        "conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root\n"))
                .isFalse();
        assertThat(ConntrackCommand.foundNothing(
                        "conntrack v1.4.7 (conntrack-tools): 10 flow entries have been deleted.\n"))
                .isFalse();
    }
}
