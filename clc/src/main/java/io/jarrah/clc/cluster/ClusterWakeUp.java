package io.jarrah.clc.cluster;

import io.jarrah.common.id.ClusterName;

/** Makes the reconciler of a cluster look soon; called after a commit, never blocks, may be lost without harm. */
@FunctionalInterface
public interface ClusterWakeUp {
    /** Something desired of that cluster may have changed. */
    void wakeUp(ClusterName cluster);
}
