package io.jarrah.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.id.ClusterName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonStoreTest {
    record Note(String text, Instant at, Optional<String> by) {}

    record Grown(String text, List<String> tags, Map<String, Note> notes, Optional<Note> last) {
        Grown {
            tags = List.copyOf(tags);
            notes = Map.copyOf(notes);
        }
    }

    private static final Note NOTE =
            new Note("grün", Instant.parse("2026-11-21T10:00:00.123456789Z"), Optional.empty());

    @TempDir
    Path directory;

    @Test
    void aRecordComesBackAsItWas() throws Exception {
        Path file = directory.resolve("sub/note.json");
        JsonStore<Note> store = new JsonStore<>(file, Note.class);
        assertThat(store.read()).isEmpty();
        store.write(NOTE);
        assertThat(store.read()).contains(NOTE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        store.delete();
        store.delete();
        assertThat(store.read()).isEmpty();
    }

    @Test
    void aBrokenFileIsSetAsideAndALeftoverOfACrashIsIgnored() throws Exception {
        Path file = directory.resolve("note.json");
        Files.writeString(directory.resolve(".note.json.tmp"), "{\"te");
        Files.writeString(file, "{\"text\":");
        JsonStore<Note> store = new JsonStore<>(file, Note.class);
        assertThat(store.read()).isEmpty();
        assertThat(directory.resolve("note.json.corrupt")).exists();
        store.write(NOTE);
        assertThat(store.read()).contains(NOTE);
    }

    /** An upgrade must not lose what is there. */
    @Test
    void aFileOfAnOlderVersionHasNothingInTheCollectionsItDoesNotKnow() throws Exception {
        Path file = Files.writeString(directory.resolve("grown.json"), "{\"text\":\"old\"}");
        assertThat(new JsonStore<>(file, Grown.class).read())
                .contains(new Grown("old", List.of(), Map.of(), Optional.empty()));
    }

    @Test
    void aNetworkDocumentFromBeforeClustersWereJoinedHasNoPeers() throws Exception {
        Path file = Files.writeString(
                directory.resolve("network.json"), "{\"generation\":7,\"segments\":[],\"endpoints\":[],\"groups\":[]}");
        assertThat(new JsonStore<>(file, NetworkDocument.class).read())
                .contains(new NetworkDocument(7, List.of(), List.of(), List.of()));
        NetworkDocument joined = new NetworkDocument(
                8,
                List.of(),
                List.of(),
                List.of(),
                List.of(new ClusterPeer(new ClusterName("zone2"), "10.0.1.1", List.of("172.16.32.0/27"))));
        new JsonStore<>(file, NetworkDocument.class).write(joined);
        assertThat(new JsonStore<>(file, NetworkDocument.class).read()).contains(joined);
    }

    @Test
    void aDirectoryHoldsRecordsByKey() {
        JsonDirectory<Note> notes = new JsonDirectory<>(directory.resolve("notes"), Note.class);
        notes.put("i-1", NOTE);
        notes.put("i-2", NOTE);
        notes.remove("i-1");
        assertThat(notes.readAll()).containsOnlyKeys("i-2");
        notes.put("i-3", NOTE);
        notes.clear();
        assertThat(notes.readAll()).isEmpty();
        notes.clear();
    }
}
