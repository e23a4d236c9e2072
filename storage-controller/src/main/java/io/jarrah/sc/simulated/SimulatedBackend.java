package io.jarrah.sc.simulated;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.state.JsonDirectory;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BackendException.Kind;
import io.jarrah.sc.backend.BlockBackend;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Volumes and snapshots of which there is nothing but their size, which is remembered over a restart as data would be. */
public final class SimulatedBackend implements BlockBackend {
    private final Path path;
    private final JsonDirectory<SimulatedVolume> directory;
    private final JsonDirectory<SimulatedSnapshot> snapshotDirectory;
    private final Space space;
    private final Map<VolumeId, Long> volumes = new TreeMap<>();
    private final Map<SnapshotId, Long> snapshots = new TreeMap<>();

    /** What there is of a volume. */
    record SimulatedVolume(VolumeId id, long bytes) {}

    /** What there is of a snapshot. */
    record SimulatedSnapshot(SnapshotId id, long bytes) {}

    /**
     * @param path directory in which sizes are kept
     * @param totalBytes room for all volumes
     */
    public SimulatedBackend(Path path, long totalBytes) {
        this.path = path;
        this.directory = new JsonDirectory<>(path, SimulatedVolume.class);
        this.snapshotDirectory = new JsonDirectory<>(path.resolve("snapshots"), SimulatedSnapshot.class);
        this.space = new Space(totalBytes, totalBytes);
    }

    @Override
    public synchronized void open(boolean used) {
        volumes.clear();
        directory.readAll().values().forEach(volume -> volumes.put(volume.id(), volume.bytes()));
        snapshots.clear();
        snapshotDirectory.readAll().values().forEach(snapshot -> snapshots.put(snapshot.id(), snapshot.bytes()));
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public synchronized Set<VolumeId> volumes() {
        return Set.copyOf(volumes.keySet());
    }

    @Override
    public synchronized Set<SnapshotId> snapshots() {
        return Set.copyOf(snapshots.keySet());
    }

    @Override
    public Set<String> strangers() {
        return Set.of();
    }

    @Override
    public synchronized OptionalLong size(VolumeId volume) {
        return size(volumes.get(volume));
    }

    @Override
    public synchronized OptionalLong size(SnapshotId snapshot) {
        return size(snapshots.get(snapshot));
    }

    private static OptionalLong size(@Nullable Long bytes) {
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    @Override
    public synchronized void create(VolumeId volume, long bytes) throws BackendException {
        OptionalLong size = size(volume);
        if (size.isPresent() && size.getAsLong() != bytes) {
            throw new BackendException(Kind.FAILED, volume + " is there already, with another size");
        }
        put(volume, bytes);
    }

    @Override
    public synchronized void create(VolumeId volume, long bytes, SnapshotId source) throws BackendException {
        if (size(volume).isEmpty() && bytes < require(source, size(source))) {
            throw new BackendException(Kind.IMPOSSIBLE, source + " is larger than " + bytes + " bytes");
        }
        create(volume, bytes);
    }

    private static long require(Object id, OptionalLong size) throws BackendException {
        return size.orElseThrow(() -> new BackendException(Kind.FAILED, "the data of " + id + " are not there"));
    }

    @Override
    public synchronized void grow(VolumeId volume, long bytes) throws BackendException {
        OptionalLong size = size(volume);
        if (size.isEmpty() || size.getAsLong() > bytes) {
            throw new BackendException(Kind.FAILED, volume + " cannot grow to " + bytes + " bytes");
        }
        put(volume, bytes);
    }

    private void put(VolumeId volume, long bytes) {
        directory.put(volume.value(), new SimulatedVolume(volume, bytes));
        volumes.put(volume, bytes);
    }

    @Override
    public synchronized void delete(VolumeId volume) {
        directory.remove(volume.value());
        volumes.remove(volume);
    }

    @Override
    public Path device(VolumeId volume) {
        return path.resolve(volume.value());
    }

    @Override
    public boolean clones() {
        return true;
    }

    @Override
    public synchronized void snapshot(VolumeId volume, SnapshotId snapshot) throws BackendException {
        if (size(snapshot).isEmpty()) {
            long bytes = require(volume, size(volume));
            snapshotDirectory.put(snapshot.value(), new SimulatedSnapshot(snapshot, bytes));
            snapshots.put(snapshot, bytes);
        }
    }

    @Override
    public long copied(SnapshotId snapshot) {
        return 0;
    }

    @Override
    public long copied(VolumeId volume) {
        return 0;
    }

    @Override
    public synchronized void delete(SnapshotId snapshot) {
        snapshotDirectory.remove(snapshot.value());
        snapshots.remove(snapshot);
    }
}
