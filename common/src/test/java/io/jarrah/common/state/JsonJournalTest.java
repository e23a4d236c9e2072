package io.jarrah.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonJournalTest {
    record Entry(int number, List<String> words) {}

    private static final Entry ONE = new Entry(1, List.of("a", "line\nbreak"));
    private static final Entry TWO = new Entry(2, List.of());

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("journal.jsonl");
    }

    private JsonJournal<Entry> journal() {
        return new JsonJournal<>(file(), Entry.class);
    }

    @Test
    void keepsWhatWasAddedInOrder() throws Exception {
        assertThat(journal().read()).isEmpty();
        journal().append(ONE);
        assertThat(journal().append(TWO)).isEqualTo(Files.size(file()));
        assertThat(journal().read()).containsExactly(ONE, TWO);
        journal().clear();
        assertThat(journal().read()).isEmpty();
    }

    @Test
    void dropsALineThatACrashCutShortAndGoesOn() throws Exception {
        journal().append(ONE);
        Files.writeString(file(), "{\"number\":2,\"wo", StandardOpenOption.APPEND);
        assertThat(journal().read()).containsExactly(ONE);
        journal().append(TWO);
        assertThat(journal().read()).containsExactly(ONE, TWO);
    }

    @Test
    void dropsWhatFollowsALineThatCannotBeRead() throws Exception {
        journal().append(ONE);
        Files.writeString(file(), "no json\n", StandardOpenOption.APPEND);
        journal().append(TWO);
        assertThat(journal().read()).containsExactly(ONE);
        journal().append(TWO);
        assertThat(journal().read()).containsExactly(ONE, TWO);
    }
}
