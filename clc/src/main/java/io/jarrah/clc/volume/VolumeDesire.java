package io.jarrah.clc.volume;

/** What is wanted of a volume. */
public enum VolumeDesire {
    /** That it is there. */
    PRESENT,
    /** That nothing is left of it. */
    DELETED
}
