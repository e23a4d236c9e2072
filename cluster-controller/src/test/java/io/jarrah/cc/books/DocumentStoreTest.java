package io.jarrah.cc.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Samples;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.state.JsonJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreTest {
    @TempDir
    private Path directory;

    private DocumentStore store;

    @BeforeEach
    void first() {
        store = new DocumentStore(directory);
        store.put(document(0));
    }

    @Test
    void changesDoNotGrowForEver() throws IOException {
        change(0, 3 * DocumentStore.LONG_JOURNAL + 2);
        assertThat(Files.readAllLines(journal())).hasSize(2);
        assertThat(new DocumentStore(directory).read()).contains(document(3 * DocumentStore.LONG_JOURNAL + 2));
    }

    @Test
    void changesGoOnWhileTheWholeCannotBeWritten() throws IOException {
        Path obstacle = Files.createDirectories(directory.resolve(".network.json.tmp/x"));
        change(0, DocumentStore.LONG_JOURNAL + 2);
        assertThat(store.problem()).isEmpty();
        assertThat(Files.readAllLines(journal())).hasSize(DocumentStore.LONG_JOURNAL + 2);
        assertThat(new DocumentStore(directory).read()).contains(document(DocumentStore.LONG_JOURNAL + 2));
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        change(DocumentStore.LONG_JOURNAL + 2, 2 * DocumentStore.LONG_JOURNAL);
        assertThat(journal()).doesNotExist();
        assertThat(new DocumentStore(directory).read()).contains(document(2 * DocumentStore.LONG_JOURNAL));
    }

    @Test
    void changesThatLeadElsewhereAreDropped() {
        change(0, 2);
        NetworkDelta honest = NetworkDelta.between(document(2), document(3));
        new JsonJournal<>(journal(), NetworkDelta.class)
                .append(new NetworkDelta(
                        2,
                        3,
                        "another",
                        honest.segments(),
                        honest.endpoints(),
                        honest.removedGroups(),
                        honest.groups(),
                        honest.tunnelPeers(),
                        honest.peers()));
        assertThat(new DocumentStore(directory).read()).contains(document(0));
    }

    private void change(int from, int to) {
        for (int i = from; i < to; i++) {
            store.put(document(i + 1), NetworkDelta.between(document(i), document(i + 1)));
        }
    }

    private Path journal() {
        return directory.resolve("network-changes.jsonl");
    }

    private static NetworkDocument document(int generation) {
        return new NetworkDocument(
                generation, generation % 2 == 0 ? List.of() : Samples.document().segments(), List.of(), List.of());
    }
}
