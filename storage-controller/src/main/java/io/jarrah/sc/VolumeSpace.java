package io.jarrah.sc;

import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.StorageStatus;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room the file system of the volumes has. */
final class VolumeSpace {
    private static final long GIB = 1L << 30;

    private final Path volumes;

    VolumeSpace(Path volumes) {
        this.volumes = volumes;
    }

    /** The state now; IMPAIRED when nothing could be stored. */
    StorageStatus status() {
        try {
            if (!Files.isWritable(volumes)) {
                return impaired(volumes + " is not a directory that can be written; check VOLUME_PATH");
            }
            FileStore store = Files.getFileStore(volumes);
            long total = store.getTotalSpace();
            long free = store.getUsableSpace();
            String message = free < GIB ? "less than 1 GiB is free in " + volumes : "";
            return new StorageStatus(
                    message.isEmpty() ? Health.OK : Health.IMPAIRED,
                    message,
                    total / GIB,
                    (total - free + GIB - 1) / GIB);
        } catch (IOException e) {
            return impaired("the file system of " + volumes + " cannot be asked for its space: " + e.getMessage());
        }
    }

    private static StorageStatus impaired(String why) {
        return new StorageStatus(Health.IMPAIRED, why, 0, 0);
    }
}
