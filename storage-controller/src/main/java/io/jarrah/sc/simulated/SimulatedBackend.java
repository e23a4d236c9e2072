package io.jarrah.sc.simulated;

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

/** Volumes of which there is nothing but their size, which is remembered over a restart as data would be. */
public final class SimulatedBackend implements BlockBackend {
    private final Path path;
    private final JsonDirectory<SimulatedVolume> directory;
    private final Space space;
    private final Map<VolumeId, Long> volumes = new TreeMap<>();

    /** What there is of a volume. */
    record SimulatedVolume(VolumeId id, long bytes) {}

    /**
     * @param path directory in which sizes are kept
     * @param totalBytes room for all volumes
     */
    public SimulatedBackend(Path path, long totalBytes) {
        this.path = path;
        this.directory = new JsonDirectory<>(path, SimulatedVolume.class);
        this.space = new Space(totalBytes, totalBytes);
    }

    @Override
    public synchronized void open(boolean used) {
        volumes.clear();
        directory.readAll().values().forEach(volume -> volumes.put(volume.id(), volume.bytes()));
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
    public Set<String> strangers() {
        return Set.of();
    }

    @Override
    public synchronized OptionalLong size(VolumeId volume) {
        Long bytes = volumes.get(volume);
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
}
