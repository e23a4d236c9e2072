package io.jarrah.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriedWritesTest {
    private final List<String> disk = new ArrayList<>();
    private boolean full;
    private final RetriedWrites<String> writes = new RetriedWrites<>("the network", this::write);

    @Test
    void whatIsWrittenIsNoProblem() {
        writes.put("a");
        writes.put("b", () -> disk.add("a to b"));
        writes.retry();
        assertThat(disk).containsExactly("a", "a to b");
        assertThat(writes.problem()).isEmpty();
    }

    @Test
    void theNewestOfWhatCouldNotBeWrittenIsWrittenLater() {
        full = true;
        writes.put("a");
        writes.put("b");
        assertThat(writes.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("the network", "No space left on device"));
        writes.retry();
        assertThat(disk).isEmpty();
        full = false;
        writes.retry();
        assertThat(disk).containsExactly("b");
        assertThat(writes.problem()).isEmpty();
    }

    @Test
    void aChangeOfWhatIsNotThereIsWrittenWhole() {
        full = true;
        writes.put("b", () -> write("a to b"));
        full = false;
        writes.put("c", () -> write("b to c"));
        assertThat(disk).containsExactly("c");
        writes.put("d", () -> write("c to d"));
        assertThat(disk).containsExactly("c", "c to d");
    }

    private void write(String value) {
        if (full) {
            throw new UncheckedIOException("cannot write network.json", new IOException("No space left on device"));
        }
        disk.add(value);
    }
}
