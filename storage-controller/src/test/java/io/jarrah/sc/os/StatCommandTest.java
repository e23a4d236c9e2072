package io.jarrah.sc.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.os.CommandResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StatCommandTest {
    @Test
    void multipliesBlocksWithTheirSize() {
        StatCommand stat = new StatCommand(command -> new CommandResult(0, "40960 512\n", ""));
        assertThat(stat.allocatedBytes(Path.of("/volumes/one.raw"))).isEqualTo(20 << 20);
    }
}
