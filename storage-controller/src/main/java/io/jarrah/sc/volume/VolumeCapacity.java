package io.jarrah.sc.volume;

import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How much all volumes may have together: they take room only when they are written, so it may be more than there is. */
public final class VolumeCapacity {
    private static final BigDecimal BYTES_PER_GIB = BigDecimal.valueOf(1L << 30);

    private final BlockBackend backend;
    private final BigDecimal overcommit;

    /**
     * @param overcommit GiB of volumes for each GiB of the backend, above 0
     */
    public VolumeCapacity(BlockBackend backend, BigDecimal overcommit) {
        this.backend = backend;
        this.overcommit = overcommit;
    }

    /** Whole GiB for all volumes. */
    public long limitGib() throws BackendException {
        return BigDecimal.valueOf(backend.space().totalBytes())
                .multiply(overcommit)
                .divide(BYTES_PER_GIB, 0, RoundingMode.DOWN)
                .longValue();
    }
}
