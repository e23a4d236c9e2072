package io.jarrah.clc.storage.reconcile;

import io.jarrah.common.id.ClusterName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process heard from every storage controller of one kind; shared by who listens and the reconciler, gone with the process.
 *
 * @param <I> ids
 * @param <O> reports
 */
public final class StorageViews<I, O> {
    private final Reading<I, O> reading;
    private final Map<ClusterName, StorageView<I, O>> views = new ConcurrentHashMap<>();

    /** None heard yet. */
    public StorageViews(Reading<I, O> reading) {
        this.reading = reading;
    }

    /** The one of that zone. */
    public StorageView<I, O> of(ClusterName zone) {
        return views.computeIfAbsent(zone, name -> new StorageView<>(reading));
    }
}
