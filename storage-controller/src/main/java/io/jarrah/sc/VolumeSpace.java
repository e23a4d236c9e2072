package io.jarrah.sc;

import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;

/** How much room there is for the data of volumes. */
final class VolumeSpace {
    private static final long GIB = 1L << 30;
    /** Nearly full: less than this part of all is free, within bounds. */
    private static final int PART = 50;

    private static final long LEAST = GIB;
    private static final long MOST = 20 * GIB;

    private final BlockBackend backend;

    VolumeSpace(BlockBackend backend) {
        this.backend = backend;
    }

    /** The state now; IMPAIRED when little or nothing more can be written. */
    StorageStatus status() {
        try {
            BlockBackend.Space space = backend.space();
            long total = space.totalBytes();
            long free = space.freeBytes();
            String message = nearlyFull(space)
                    ? "only " + free / GIB + " of " + total / GIB
                            + " GiB are free for the data of volumes; when none is, guests cannot write: enlarge the"
                            + " file system of VOLUME_PATH"
                    : "";
            return new StorageStatus(
                    message.isEmpty() ? Health.OK : Health.IMPAIRED,
                    message,
                    total / GIB,
                    (total - free + GIB - 1) / GIB);
        } catch (BackendException e) {
            return new StorageStatus(Health.IMPAIRED, String.valueOf(e.getMessage()), 0, 0);
        }
    }

    static boolean nearlyFull(BlockBackend.Space space) {
        return space.freeBytes() < Math.clamp(space.totalBytes() / PART, LEAST, MOST);
    }
}
