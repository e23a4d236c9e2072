package io.jarrah.common.contract;

import java.util.Optional;

/**
 * What an instance boots: a full disk alone, or a root file system with kernel and ramdisk.
 *
 * @param root the disk, or the root file system when there is a kernel
 * @param kernel present for the classic kernel + ramdisk + root images
 * @param ramdisk only together with a kernel
 */
public record BootImages(ImageSource root, Optional<ImageSource> kernel, Optional<ImageSource> ramdisk) {
    public BootImages {
        if (ramdisk.isPresent() && kernel.isEmpty()) {
            throw new IllegalArgumentException("a ramdisk needs a kernel");
        }
    }
}
