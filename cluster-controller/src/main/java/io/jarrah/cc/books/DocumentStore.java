package io.jarrah.cc.books;

import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.state.JsonJournal;
import io.jarrah.common.state.JsonStore;
import io.jarrah.common.state.RetriedWrites;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The network document on disk: one of them whole, {@code network.json}, and what changed since, {@code network-changes.jsonl}, so
 * that a change of one rule does not write tens of megabytes. Changes that do not start from where those before led are older than the
 * whole, which is written before they are dropped.
 */
final class DocumentStore {
    private static final long LONG_JOURNAL = 4L << 20;

    private final JsonStore<NetworkDocument> whole;
    private final JsonJournal<NetworkDelta> changes;
    private final RetriedWrites<NetworkDocument> writes = new RetriedWrites<>("the network", this::write);

    DocumentStore(Path directory) {
        this.whole = new JsonStore<>(directory.resolve("network.json"), NetworkDocument.class);
        this.changes = new JsonJournal<>(directory.resolve("network-changes.jsonl"), NetworkDelta.class);
    }

    Optional<NetworkDocument> read() {
        Optional<NetworkDocument> document = whole.read();
        for (NetworkDelta delta : changes.read()) {
            document = document.map(before -> delta.applyTo(before).orElse(before));
        }
        return document;
    }

    /** Writes it, now or, where the disk does not take it, later. */
    void put(NetworkDocument document) {
        writes.put(document);
    }

    /**
     * The same, cheaper.
     *
     * @param delta leads from what was put last to the document
     */
    void put(NetworkDocument document, NetworkDelta delta) {
        writes.put(document, () -> {
            if (changes.append(delta) > LONG_JOURNAL) {
                write(document);
            }
        });
    }

    private void write(NetworkDocument document) {
        whole.write(document);
        changes.clear();
    }

    /** Tries again what the disk did not take. */
    void retry() {
        writes.retry();
    }

    /** Why the document is not on the disk; empty when it is. */
    Optional<String> problem() {
        return writes.problem();
    }
}
