package io.jarrah.common.contract;

/** How far a snapshot is, as its storage controller sees it. */
public enum SnapshotPhase {
    /** The data are being kept. */
    CREATING,
    /** It is whole, and volumes can begin with it. */
    AVAILABLE,
    /** Its data are being removed. */
    DELETING,
    /** Nothing is left of it. */
    DELETED,
    /** It could not be made; nothing is left of it but this knowledge. */
    FAILED
}
