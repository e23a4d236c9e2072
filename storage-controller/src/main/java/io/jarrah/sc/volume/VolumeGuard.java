package io.jarrah.sc.volume;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.export.ExportException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A volume is copied, or it is exported and changes, but never both: whoever begins one of these looks whether the other is true, and begins, under one lock. Beginning an export takes
 * as long as the exporter needs; beginning a copy is noting it.
 */
public final class VolumeGuard {
    private static final int LOCKS = 64;

    /** What is done under the lock. */
    @FunctionalInterface
    public interface Action {
        /** Does it. */
        void run() throws BackendException, ExportException;
    }

    /** What is decided, and noted, under the lock. */
    @FunctionalInterface
    public interface Decision {
        /** Whether it may be. */
        boolean take() throws BackendException, ExportException;
    }

    private final Snapshots snapshots;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    public VolumeGuard(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** Does it unless the volume is being copied; returns whether it was done. */
    boolean unlessCopied(VolumeId volume, Action action) throws BackendException, ExportException {
        return unless(snapshots::copying, volume, action);
    }

    /** Does it unless a snapshot is being made of the volume; returns whether it was done. */
    boolean unlessKept(VolumeId volume, Action action) throws BackendException, ExportException {
        return unless(snapshots::keeping, volume, action);
    }

    private boolean unless(Kept kept, VolumeId volume, Action action) throws BackendException, ExportException {
        return decide(volume, () -> {
            if (kept.by(volume).isPresent()) {
                return false;
            }
            action.run();
            return true;
        });
    }

    @FunctionalInterface
    private interface Kept {
        Optional<SnapshotId> by(VolumeId volume);
    }

    /** Decides whether the volume is to be copied; nothing else of this volume is done or decided meanwhile. */
    public boolean decide(VolumeId volume, Decision decision) throws BackendException, ExportException {
        ReentrantLock lock = locks.get(Math.floorMod(volume.hashCode(), LOCKS));
        lock.lock();
        try {
            return decision.take();
        } finally {
            lock.unlock();
        }
    }
}
