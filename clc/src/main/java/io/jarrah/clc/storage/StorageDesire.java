package io.jarrah.clc.storage;

/** What is wanted of a volume or a snapshot. */
public enum StorageDesire {
    /** That it is there. */
    PRESENT,
    /** That nothing is left of it. */
    DELETED
}
