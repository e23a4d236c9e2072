package io.jarrah.clc.storage.reconcile;

import io.jarrah.clc.reconcile.Told;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.id.ClusterName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process heard from one storage controller of one kind, and told it. Who listens writes, the reconciler reads copies. A new epoch means that the controller came up anew:
 * all that was acknowledged before is told again, and an acknowledgement of what was told in another epoch does not count.
 *
 * @param <I> ids
 * @param <O> reports
 */
public final class StorageView<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(StorageView.class);

    private final Reading<I, O> reading;
    private final Map<I, O> items = new HashMap<>();
    private final Map<I, Told.Message> applied = new HashMap<>();
    private final Map<I, Told.Message> deleted = new HashMap<>();
    private String epoch = "";
    private Set<I> unexplained = Set.of();

    /** Nothing heard yet. */
    public StorageView(Reading<I, O> reading) {
        this.reading = reading;
    }

    /** All of it, as it is now. */
    public synchronized KnownStorage<I, O> known() {
        return new KnownStorage<>(epoch, items, applied, deleted);
    }

    /** Takes over what the controller says. */
    public synchronized void accept(Changes<O> changes) {
        if (!changes.revision().epoch().equals(epoch)) {
            epoch = changes.revision().epoch();
            applied.clear();
            deleted.clear();
        }
        if (changes.complete()) {
            items.clear();
        }
        for (O observed : changes.items()) {
            I id = reading.id().apply(observed);
            items.put(id, observed);
            Told.Message told = applied.get(id);
            if (told != null && reading.generation().applyAsLong(observed) >= told.generation()) {
                applied.remove(id);
            }
            if (reading.deleted().test(observed)) {
                deleted.remove(id);
            }
        }
    }

    /** The controller, heard in that epoch, acknowledged a spec of that generation. */
    public synchronized void acknowledgedSpec(String heard, I id, long generation, Instant at) {
        if (epoch.equals(heard)) {
            applied.put(id, new Told.Message(generation, at));
        }
    }

    /** The controller, heard in that epoch, acknowledged an end of that generation. */
    public synchronized void acknowledgedEnd(String heard, I id, long generation, Instant at) {
        if (epoch.equals(heard)) {
            deleted.put(id, new Told.Message(generation, at));
        }
    }

    /** The controller, heard in that epoch, dropped these from its books. */
    public synchronized void acknowledgedForgetting(String heard, Collection<I> forgotten) {
        if (epoch.equals(heard)) {
            forgotten.forEach(items::remove);
        }
    }

    /** Logs what the controller of that zone has and no row explains, when that is something else than at the last time. */
    public synchronized void unexplained(ClusterName zone, Set<I> withoutRow) {
        if (!withoutRow.equals(unexplained) && !withoutRow.isEmpty()) {
            LOG.warn("the storage controller of {} has what no row explains; it is left alone: {}", zone, withoutRow);
        }
        unexplained = Set.copyOf(withoutRow);
    }
}
