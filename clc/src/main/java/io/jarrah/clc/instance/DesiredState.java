package io.jarrah.clc.instance;

/** What the owner wants of an instance. */
public enum DesiredState {
    /** It shall run. */
    RUNNING,
    /** It shall be gone, for good. */
    TERMINATED
}
