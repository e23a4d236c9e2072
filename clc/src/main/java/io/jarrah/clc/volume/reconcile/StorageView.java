package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.reconcile.Told;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What this process heard from one storage controller and told it. The observer writes, the reconciler reads snapshots. A new epoch means that the controller came up anew: all
 * that was acknowledged before is told again, and an acknowledgement of what was told in another epoch does not count.
 */
final class StorageView {
    private final Map<VolumeId, ObservedVolume> volumes = new HashMap<>();
    private final Map<VolumeId, Told.Message> applied = new HashMap<>();
    private final Map<VolumeId, Told.Message> deleted = new HashMap<>();
    private String epoch = "";
    private Set<VolumeId> unexplained = Set.of();

    synchronized KnownStorage known() {
        return new KnownStorage(epoch, volumes, applied, deleted);
    }

    synchronized void accept(Changes<ObservedVolume> changes) {
        if (!changes.revision().epoch().equals(epoch)) {
            epoch = changes.revision().epoch();
            applied.clear();
            deleted.clear();
        }
        if (changes.complete()) {
            volumes.clear();
        }
        for (ObservedVolume observed : changes.items()) {
            volumes.put(observed.id(), observed);
            Told.Message told = applied.get(observed.id());
            if (told != null && observed.generation() >= told.generation()) {
                applied.remove(observed.id());
            }
            if (observed.phase() == VolumePhase.DELETED) {
                deleted.remove(observed.id());
            }
        }
    }

    synchronized void acknowledgedSpec(String heard, VolumeRef sent, Instant at) {
        if (epoch.equals(heard)) {
            applied.put(sent.id(), new Told.Message(sent.generation(), at));
        }
    }

    synchronized void acknowledgedEnd(String heard, VolumeRef sent, Instant at) {
        if (epoch.equals(heard)) {
            deleted.put(sent.id(), new Told.Message(sent.generation(), at));
        }
    }

    synchronized void acknowledgedForgetting(String heard, Collection<VolumeId> forgotten) {
        if (epoch.equals(heard)) {
            forgotten.forEach(volumes::remove);
        }
    }

    /** Returns whether these are others than at the last time. */
    synchronized boolean isNews(Set<VolumeId> withoutRow) {
        boolean news = !withoutRow.equals(unexplained);
        unexplained = Set.copyOf(withoutRow);
        return news;
    }
}
