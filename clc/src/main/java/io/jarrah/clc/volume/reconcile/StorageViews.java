package io.jarrah.clc.volume.reconcile;

import io.jarrah.common.id.ClusterName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this process heard from every storage controller; shared by the observer and the reconciler, gone with the process. */
public final class StorageViews {
    private final Map<ClusterName, StorageView> views = new ConcurrentHashMap<>();

    /** None heard yet. */
    public StorageViews() {}

    StorageView of(ClusterName zone) {
        return views.computeIfAbsent(zone, name -> new StorageView());
    }
}
