package io.jarrah.common.contract;

/** How far a volume is, as its storage controller sees it. */
public enum VolumePhase {
    /** Space is being made. */
    CREATING,
    /** It is there, with all its data. */
    AVAILABLE,
    /** Its export ends and its data are being removed. */
    DELETING,
    /** Nothing is left of it. */
    DELETED,
    /** It could not be made; nothing is left of it but this knowledge. */
    FAILED
}
