package io.jarrah.cc.books;

import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.state.JsonJournal;
import io.jarrah.common.state.JsonStore;
import io.jarrah.common.state.RetriedWrites;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network document on disk: one of them whole, {@code network.json}, and what changed since, {@code network-changes.jsonl}, so
 * that a change of one rule does not write tens of megabytes. Changes that do not start from where those before led are older than the
 * whole, which is written before they are dropped.
 */
final class DocumentStore {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentStore.class);

    /** Changes on the disk, each of which goes through the whole document when it is read. */
    static final int LONG_JOURNAL = 256;

    private final JsonStore<NetworkDocument> whole;
    private final JsonJournal<NetworkDelta> changes;
    private int journal;
    private int longJournal = LONG_JOURNAL;
    private final RetriedWrites<NetworkDocument> writes = new RetriedWrites<>("the network", this::write);

    DocumentStore(Path directory) {
        this.whole = new JsonStore<>(directory.resolve("network.json"), NetworkDocument.class);
        this.changes = new JsonJournal<>(directory.resolve("network-changes.jsonl"), NetworkDelta.class);
    }

    /** What was put last. Where the changes lead to something else than they should, which only a fault of ours or of the disk can bring about, it is the whole without them. */
    Optional<NetworkDocument> read() {
        List<NetworkDelta> deltas = changes.read();
        journal = deltas.size();
        return whole.read().map(document -> changed(document, deltas));
    }

    /** Only where the last leads to is checked: a digest of a large document takes long. */
    private static NetworkDocument changed(NetworkDocument document, List<NetworkDelta> deltas) {
        NetworkDocument now = document;
        Optional<NetworkDelta> last = Optional.empty();
        for (NetworkDelta delta : deltas) {
            Optional<NetworkDocument> next = delta.applyUnchecked(now);
            if (next.isPresent()) {
                now = next.get();
                last = Optional.of(delta);
            }
        }
        NetworkDocument result = now;
        if (last.filter(delta -> !delta.leadsTo(result)).isPresent()) {
            LOG.error(
                    "the changes of network generation {} on the disk do not lead to {}; they are dropped, and the cloud"
                            + " controller tells the network anew",
                    document.generation(),
                    last.get().generation());
            return document;
        }
        return result;
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
            changes.append(delta);
            journal++;
            if (journal >= longJournal) {
                shorten(document);
            }
        });
    }

    private void shorten(NetworkDocument document) {
        try {
            write(document);
        } catch (UncheckedIOException e) {
            LOG.warn("the network could not be written as a whole; its changes are on the disk all the same", e);
            longJournal = journal + LONG_JOURNAL;
        }
    }

    private void write(NetworkDocument document) {
        whole.write(document);
        changes.clear();
        journal = 0;
        longJournal = LONG_JOURNAL;
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
