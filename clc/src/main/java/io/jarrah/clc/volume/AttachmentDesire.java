package io.jarrah.clc.volume;

/** What is wanted of an attachment. */
public enum AttachmentDesire {
    /** That the instance has the volume. */
    ATTACHED,
    /** That it does not. */
    DETACHED
}
