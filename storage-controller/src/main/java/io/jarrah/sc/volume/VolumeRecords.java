package io.jarrah.sc.volume;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.longpoll.ObservedRecords;
import io.jarrah.sc.volume.VolumeRecord.Desired;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The records of all volumes, in memory and on disk, and what others see of them. Every change is on disk before it is visible to anybody.
 */
public final class VolumeRecords {
    private final ObservedRecords<VolumeId, VolumeRecord, ObservedVolume> records;

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

    /** Volumes that are to be made out of that snapshot's data. */
    public Set<VolumeId> beginningWith(SnapshotId snapshot) {
        return records.all().stream()
                .filter(record -> record.desired() == Desired.KEEP && record.phase() == VolumePhase.CREATING)
                .filter(record -> record.spec().flatMap(VolumeSpec::source).equals(Optional.of(snapshot)))
                .map(VolumeRecord::id)
                .collect(Collectors.toUnmodifiableSet());
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

    /** GiB that it holds of what all may have together. */
    int reservedGib(VolumeId id) {
        return get(id).map(VolumeRecord::reservedGib).orElse(0);
    }

    /** Drops the record of a volume that is over. */
    void forget(VolumeId id) {
        records.forget(id, VolumeRecord::over);
    }
}
