package io.jarrah.common.contract;

/** How far an instance is, as the cluster and the node see it. */
public enum InstancePhase {
    /** Known to the cluster, not yet accepted by a node. */
    PENDING,
    /** The node fetches images and makes disks. */
    STAGING,
    /** The domain is being defined and started. */
    BOOTING,
    /** The domain runs. */
    RUNNING,
    /** The domain is being stopped and its files removed. */
    SHUTTING_DOWN,
    /** Nothing is left of it on the node. */
    TERMINATED;

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return this == TERMINATED;
    }
}
