package io.jarrah.sc.testing;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BlockBackend;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** Another backend, of which those that extend this change a part. */
public class ForwardingBackend implements BlockBackend {
    private final BlockBackend backend;

    public ForwardingBackend(BlockBackend backend) {
        this.backend = backend;
    }

    @Override
    public void open(boolean used) throws BackendException {
        backend.open(used);
    }

    @Override
    public Space space() throws BackendException {
        return backend.space();
    }

    @Override
    public Set<VolumeId> volumes() throws BackendException {
        return backend.volumes();
    }

    @Override
    public Set<SnapshotId> snapshots() throws BackendException {
        return backend.snapshots();
    }

    @Override
    public Set<String> strangers() throws BackendException {
        return backend.strangers();
    }

    @Override
    public OptionalLong size(VolumeId volume) throws BackendException {
        return backend.size(volume);
    }

    @Override
    public OptionalLong size(SnapshotId snapshot) throws BackendException {
        return backend.size(snapshot);
    }

    @Override
    public void create(VolumeId volume, long bytes) throws BackendException {
        backend.create(volume, bytes);
    }

    @Override
    public void grow(VolumeId volume, long bytes) throws BackendException {
        backend.grow(volume, bytes);
    }

    @Override
    public void delete(VolumeId volume) throws BackendException {
        backend.delete(volume);
    }

    @Override
    public Path device(VolumeId volume) {
        return backend.device(volume);
    }

    @Override
    public boolean clones() throws BackendException, InterruptedException {
        return backend.clones();
    }

    @Override
    public void snapshot(VolumeId volume, SnapshotId snapshot) throws BackendException, InterruptedException {
        backend.snapshot(volume, snapshot);
    }

    @Override
    public void create(VolumeId volume, long bytes, SnapshotId source) throws BackendException, InterruptedException {
        backend.create(volume, bytes, source);
    }

    @Override
    public long copied(SnapshotId snapshot) {
        return backend.copied(snapshot);
    }

    @Override
    public long copied(VolumeId volume) {
        return backend.copied(volume);
    }

    @Override
    public void delete(SnapshotId snapshot) throws BackendException {
        backend.delete(snapshot);
    }
}
