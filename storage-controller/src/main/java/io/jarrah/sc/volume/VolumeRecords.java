package io.jarrah.sc.volume;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.longpoll.ObservedRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The records of all volumes, in memory and on disk, and what others see of them. Every change is on disk before it is visible to anybody.
 */
public final class VolumeRecords {
    private final ObservedRecords<VolumeId, VolumeRecord, ObservedVolume> records;
    private final ReentrantLock reservation = new ReentrantLock();

    /**
     * @param path directory of the records
     */
    public VolumeRecords(Path path) {
        this.records = new ObservedRecords<>(path, VolumeRecord.class, VolumeRecord::id, VolumeRecord::observed);
    }

    /** Reads what is on disk. */
    public void load() {
        records.load();
    }

    /** Ends all long polls. */
    public void close() {
        records.close();
    }

    /** The record, if the volume is known. */
    public Optional<VolumeRecord> get(VolumeId id) {
        return records.get(id);
    }

    /** All records now. */
    public Collection<VolumeRecord> all() {
        return records.all();
    }

    /** The ids of all records now. */
    public Set<VolumeId> ids() {
        return records.ids();
    }

    /** How many volumes are in that phase. */
    public long count(VolumePhase phase) {
        return records.all().stream().filter(record -> record.phase() == phase).count();
    }

    /** How many volumes are exported. */
    public long exported() {
        return records.all().stream()
                .filter(record -> record.export().isPresent())
                .count();
    }

    /** GiB that all volumes hold together. */
    public long reservedGib() {
        return records.all().stream().mapToLong(VolumeRecord::reservedGib).sum();
    }

    /** For the long poll of the cloud controller. */
    public Changes<ObservedVolume> since(Revision revision, Duration wait) {
        return records.since(revision, wait);
    }

    /** Changes a known record; empty when it is not known. An unchanged record is not written. */
    Optional<VolumeRecord> update(VolumeId id, UnaryOperator<VolumeRecord> change) {
        return records.update(id, change);
    }

    /** Adds a record unless the volume is known; returns whether it was added. */
    boolean add(VolumeRecord record) {
        return records.add(record);
    }

    /**
     * Lets the volume hold that much of what all may have together.
     *
     * @param gib in all, not in addition
     * @param limitGib what all may have
     * @return false when others hold too much of it; then nothing changed
     */
    boolean reserve(VolumeId id, int gib, long limitGib) {
        reservation.lock();
        try {
            long others = records.all().stream()
                    .filter(record -> !record.id().equals(id))
                    .mapToLong(VolumeRecord::reservedGib)
                    .sum();
            return gib <= limitGib - others
                    && update(id, known -> known.withReserved(gib)).isPresent();
        } finally {
            reservation.unlock();
        }
    }

    /** Drops the record of a volume that is over. */
    void forget(VolumeId id) {
        records.forget(id, VolumeRecord::over);
    }
}
