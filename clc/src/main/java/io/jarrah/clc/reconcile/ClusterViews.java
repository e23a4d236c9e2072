package io.jarrah.clc.reconcile;

import io.jarrah.common.id.ClusterName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this process heard from every cluster; shared by the observer and the reconciler, gone with the process. */
public final class ClusterViews {
    private final Map<ClusterName, ClusterView> views = new ConcurrentHashMap<>();

    /** No cluster heard yet. */
    public ClusterViews() {}

    ClusterView of(ClusterName cluster) {
        return views.computeIfAbsent(cluster, name -> new ClusterView());
    }
}
