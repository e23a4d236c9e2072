package io.jarrah.sc.volume;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.longpoll.ChangeLog;
import io.jarrah.common.state.JsonDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The records of all volumes, in memory and on disk, and what others see of them. Every change is on disk before it is visible to anybody.
 */
public final class VolumeRecords {
    /** A volume goes through its first phases within moments. */
    private static final Duration PACE = Duration.ofMillis(50);

    private final JsonDirectory<VolumeRecord> directory;
    private final Map<VolumeId, VolumeRecord> records = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final ChangeLog<VolumeId, ObservedVolume> changes = new ChangeLog<>(PACE);

    /**
     * @param path directory of the records
     */
    public VolumeRecords(Path path) {
        this.directory = new JsonDirectory<>(path, VolumeRecord.class);
    }

    /** Reads what is on disk. */
    public void load() {
        directory.readAll().forEach((key, record) -> {
            records.put(record.id(), record);
            changes.put(record.id(), record.observed());
        });
    }

    /** Ends all long polls. */
    public void close() {
        changes.close();
    }

    /** The record, if the volume is known. */
    public Optional<VolumeRecord> get(VolumeId id) {
        return Optional.ofNullable(records.get(id));
    }

    /** All records now. */
    public Collection<VolumeRecord> all() {
        return List.copyOf(records.values());
    }

    /** The ids of all records now. */
    public Set<VolumeId> ids() {
        return Set.copyOf(records.keySet());
    }

    /** How many volumes are in that phase. */
    public long count(VolumePhase phase) {
        return records.values().stream()
                .filter(record -> record.phase() == phase)
                .count();
    }

    /** How many volumes are exported. */
    public long exported() {
        return records.values().stream()
                .filter(record -> record.export().isPresent())
                .count();
    }

    /** GiB that all volumes hold together. */
    public long reservedGib() {
        return records.values().stream().mapToLong(VolumeRecord::reservedGib).sum();
    }

    /** For the long poll of the cloud controller. */
    public Changes<ObservedVolume> since(Revision revision, Duration wait) {
        return changes.since(revision, wait);
    }

    /** Changes a known record; empty when it is not known. An unchanged record is not written. */
    Optional<VolumeRecord> update(VolumeId id, UnaryOperator<VolumeRecord> change) {
        lock.lock();
        try {
            VolumeRecord before = records.get(id);
            if (before == null) {
                return Optional.empty();
            }
            VolumeRecord after = change.apply(before);
            if (!after.equals(before)) {
                save(after);
            }
            return Optional.of(after);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a record unless the volume is known; returns whether it was added. */
    boolean add(VolumeRecord record) {
        lock.lock();
        try {
            if (records.containsKey(record.id())) {
                return false;
            }
            save(record);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets the volume hold that much of what all may have together.
     *
     * @param gib in all, not in addition
     * @param limitGib what all may have
     * @return false when others hold too much of it; then nothing changed
     */
    boolean reserve(VolumeId id, int gib, long limitGib) {
        lock.lock();
        try {
            VolumeRecord record = records.get(id);
            if (record == null || gib > limitGib - (reservedGib() - record.reservedGib())) {
                return false;
            }
            update(id, known -> known.withReserved(gib));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the record of a volume that is over. */
    void forget(VolumeId id) {
        lock.lock();
        try {
            VolumeRecord known = records.get(id);
            if (known != null && known.over()) {
                directory.remove(id.value());
                records.remove(id);
                changes.remove(id);
            }
        } finally {
            lock.unlock();
        }
    }

    private void save(VolumeRecord record) {
        directory.put(record.id().value(), record);
        records.put(record.id(), record);
        changes.put(record.id(), record.observed());
    }
}
