package io.jarrah.sc.volume;

import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** How much all volumes and snapshots may have together: they take room only when they are written, so it may be more than there is. */
public final class VolumeCapacity {
    private static final BigDecimal BYTES_PER_GIB = BigDecimal.valueOf(1L << 30);

    private final BlockBackend backend;
    private final BigDecimal overcommit;
    private final LongSupplier heldGib;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param overcommit GiB of volumes and snapshots for each GiB of the backend, above 0
     * @param heldGib GiB that all of them hold now
     */
    public VolumeCapacity(BlockBackend backend, BigDecimal overcommit, LongSupplier heldGib) {
        this.backend = backend;
        this.overcommit = overcommit;
        this.heldGib = heldGib;
    }

    /**
     * Whole GiB that one may hold beside all others.
     *
     * @param holds what it holds already
     */
    public long roomGib(int holds) throws BackendException {
        return limitGib() - (heldGib.getAsLong() - holds);
    }

    /**
     * Lets one hold that much.
     *
     * @param gib in all, not in addition
     * @param holds what it holds now
     * @param hold notes that it holds that much; false when there is no such one any more
     * @return false when others hold too much, too; then nothing changed
     */
    public boolean reserve(int gib, IntSupplier holds, BooleanSupplier hold) throws BackendException {
        long limit = limitGib();
        lock.lock();
        try {
            return gib <= limit - (heldGib.getAsLong() - holds.getAsInt()) && hold.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private long limitGib() throws BackendException {
        return BigDecimal.valueOf(backend.space().totalBytes())
                .multiply(overcommit)
                .divide(BYTES_PER_GIB, 0, RoundingMode.DOWN)
                .longValue();
    }
}
