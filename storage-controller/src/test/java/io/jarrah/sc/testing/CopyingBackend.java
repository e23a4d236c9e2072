package io.jarrah.sc.testing;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Has no clones, and copies as long as a test wants. */
public final class CopyingBackend extends ForwardingBackend {
    private final Semaphore permits = new Semaphore(0);
    private final Set<String> copying = ConcurrentHashMap.newKeySet();
    private volatile long copied;

    public CopyingBackend(BlockBackend backend) {
        super(backend);
    }

    @Override
    public boolean clones() {
        return false;
    }

    /** Whether that is being made now. */
    public boolean copies(Object id) {
        return copying.contains(id.toString());
    }

    /** So far all copies are. */
    public void copied(long bytes) {
        copied = bytes;
    }

    /** Lets that many copies end. */
    public void finish(int copies) {
        permits.release(copies);
    }

    @Override
    public void snapshot(VolumeId volume, SnapshotId snapshot) throws BackendException, InterruptedException {
        hold(snapshot.value());
        super.snapshot(volume, snapshot);
    }

    @Override
    public void create(VolumeId volume, long bytes, SnapshotId source) throws BackendException, InterruptedException {
        hold(volume.value());
        super.create(volume, bytes, source);
    }

    private void hold(String id) throws InterruptedException {
        copying.add(id);
        try {
            permits.acquire();
        } finally {
            copying.remove(id);
        }
    }

    @Override
    public long copied(SnapshotId snapshot) {
        return copied;
    }

    @Override
    public long copied(VolumeId volume) {
        return copied;
    }
}
