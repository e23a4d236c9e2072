package io.jarrah.walrus.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Delays the removal of blobs until nobody reads them. A reader takes a lease before it looks up what to read, names the
 * content once it knows it, and ends the lease after the last byte; what was replaced in between waits for it.
 */
public final class ContentLeases {
    private final Set<Lease> active = new HashSet<>();
    private final List<Removal> waiting = new ArrayList<>();

    /** A reader's claim. */
    public final class Lease implements AutoCloseable {
        private Optional<String> content = Optional.empty();

        private Lease() {}

        /** From now on only that content is claimed. */
        void hold(String contentId) {
            synchronized (ContentLeases.this) {
                content = Optional.of(contentId);
            }
            runReady(this, Optional.of(contentId));
        }

        @Override
        public void close() {
            synchronized (ContentLeases.this) {
                active.remove(this);
            }
            runReady(this, Optional.empty());
        }
    }

    private record Removal(Optional<String> content, Set<Lease> blockers, Runnable action) {}

    /** Claims everything until {@link Lease#hold}. */
    Lease begin() {
        Lease lease = new Lease();
        synchronized (this) {
            active.add(lease);
        }
        return lease;
    }

    /** Runs the removal of a content once no lease of now claims it; at once when none does. */
    void whenUnread(String contentId, Runnable removal) {
        schedule(Optional.of(contentId), removal);
    }

    /** Runs the removal of something of unknown content once all leases of now have ended. */
    public void whenAllUnread(Runnable removal) {
        schedule(Optional.empty(), removal);
    }

    private void schedule(Optional<String> content, Runnable removal) {
        synchronized (this) {
            Set<Lease> blockers = new HashSet<>();
            for (Lease lease : active) {
                if (content.isEmpty() || lease.content.isEmpty() || lease.content.equals(content)) {
                    blockers.add(lease);
                }
            }
            if (!blockers.isEmpty()) {
                waiting.add(new Removal(content, blockers, removal));
                return;
            }
        }
        removal.run();
    }

    private void runReady(Lease changed, Optional<String> stillHolds) {
        List<Runnable> ready = new ArrayList<>();
        synchronized (this) {
            waiting.removeIf(removal -> {
                boolean holds = stillHolds.isPresent()
                        && (removal.content().isEmpty() || removal.content().equals(stillHolds));
                if (!holds) {
                    removal.blockers().remove(changed);
                }
                boolean free = removal.blockers().isEmpty();
                if (free) {
                    ready.add(removal.action());
                }
                return free;
            });
        }
        ready.forEach(Runnable::run);
    }
}
