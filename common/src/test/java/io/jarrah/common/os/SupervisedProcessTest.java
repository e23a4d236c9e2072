package io.jarrah.common.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
    @TempDir
    Path directory;

    @Test
    void aProcessThatDiesIsStartedAgainAndStopsWhenAsked() throws Exception {
        SupervisedProcess process = new SupervisedProcess(
                "sleeper", List.of("sleep", "600"), directory.resolve("out").toFile());
        process.start();
        long first = Eventually.get(process::pid);
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        long second = Eventually.get(() -> process.pid().filter(pid -> pid != first));
        process.restart();
        long third = Eventually.get(() -> process.pid().filter(pid -> pid != second));
        process.stop();
        assertThat(process.pid()).isEqualTo(Optional.empty());
        assertThat(ProcessHandle.of(third).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
