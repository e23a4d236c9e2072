package io.jarrah.clc.image;

import io.jarrah.common.id.ImageId;

/** Makes the reconciler of an image look soon; called after a commit, never blocks, may be lost without harm. */
@FunctionalInterface
public interface ImageWakeUp {
    /** An image was registered. */
    void wakeUp(ImageId image);
}
