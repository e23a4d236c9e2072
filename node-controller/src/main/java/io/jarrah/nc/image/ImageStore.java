package io.jarrah.nc.image;

import io.jarrah.common.contract.ImageSource;
import java.nio.file.Path;

/** Where a node has its images. */
public interface ImageStore {
    /** Where the image is or will be. */
    Path path(ImageSource source);

    /** Whether the image is there, whole and unchanged since it was proven. */
    boolean holds(ImageSource source);

    /** Returns once the image is there; downloads it when needed. Ends early when its thread is interrupted. */
    Path fetch(ImageSource source) throws ImageException, InterruptedException;
}
