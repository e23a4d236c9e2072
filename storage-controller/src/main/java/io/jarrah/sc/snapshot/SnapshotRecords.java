package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.longpoll.ObservedRecords;
import io.jarrah.sc.volume.Snapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The records of all snapshots, in memory and on disk, and what others see of them. Every change is on disk before it is visible to anybody.
 */
public final class SnapshotRecords implements Snapshots {
    private final ObservedRecords<SnapshotId, SnapshotRecord, ObservedSnapshot> records;
    private final ReentrantLock indexing = new ReentrantLock();
    /** Those in the making by volume: volumes ask at each turn, and there are few of these among many snapshots. */
    private final Map<VolumeId, Map<SnapshotId, SnapshotRecord>> making = new HashMap<>();

    private final Map<SnapshotId, VolumeId> volumes = new HashMap<>();

    /**
     * @param path directory of the records
     */
    public SnapshotRecords(Path path) {
        this.records = new ObservedRecords<>(path, SnapshotRecord.class, SnapshotRecord::id, SnapshotRecord::observed);
    }

    /** Reads what is on disk. */
    public void load() {
        records.load();
        records.ids().forEach(this::index);
    }

    /** Ends all long polls. */
    public void close() {
        records.close();
    }

    /** The record, if the snapshot is known. */
    public Optional<SnapshotRecord> get(SnapshotId id) {
        return records.get(id);
    }

    /** All records now. */
    public Collection<SnapshotRecord> all() {
        return records.all();
    }

    /** The ids of all records now. */
    public Set<SnapshotId> ids() {
        return records.ids();
    }

    /** How many snapshots are in that phase. */
    public long count(SnapshotPhase phase) {
        return records.all().stream().filter(record -> record.phase() == phase).count();
    }

    /** GiB that all snapshots hold together. */
    public long reservedGib() {
        return records.all().stream().mapToLong(SnapshotRecord::reservedGib).sum();
    }

    /** For the long poll of the cloud controller. */
    public Changes<ObservedSnapshot> since(Revision revision, Duration wait) {
        return records.since(revision, wait);
    }

    /** GiB that it holds of what all may have together. */
    int reservedGib(SnapshotId id) {
        return get(id).map(SnapshotRecord::reservedGib).orElse(0);
    }

    /** Changes a known record; empty when it is not known. An unchanged record is not written. */
    Optional<SnapshotRecord> update(SnapshotId id, UnaryOperator<SnapshotRecord> change) {
        Optional<SnapshotRecord> changed = records.update(id, change);
        index(id);
        return changed;
    }

    /** Adds a record unless the snapshot is known; returns whether it was added. */
    boolean add(SnapshotRecord record) {
        boolean added = records.add(record);
        index(record.id());
        return added;
    }

    /** Drops the record of a snapshot that is over. */
    void forget(SnapshotId id) {
        records.forget(id, SnapshotRecord::over);
        index(id);
    }

    /** Whoever changed the record last comes last, and sees it as it is then. */
    private void index(SnapshotId id) {
        indexing.lock();
        try {
            VolumeId before = volumes.remove(id);
            if (before != null) {
                making.computeIfPresent(before, (volume, ofVolume) -> {
                    ofVolume.remove(id);
                    return ofVolume.isEmpty() ? null : ofVolume;
                });
            }
            Optional<SnapshotRecord> record = get(id).filter(SnapshotRecord::inTheMaking);
            Optional<VolumeId> volume = record.flatMap(SnapshotRecord::spec).map(SnapshotSpec::volume);
            if (record.isPresent() && volume.isPresent()) {
                volumes.put(id, volume.get());
                making.computeIfAbsent(volume.get(), of -> new TreeMap<>()).put(id, record.get());
            }
        } finally {
            indexing.unlock();
        }
    }

    @Override
    public Optional<SnapshotId> keeping(VolumeId volume) {
        return making(volume, record -> true);
    }

    @Override
    public Optional<SnapshotId> copying(VolumeId volume) {
        return making(volume, SnapshotRecord::copying);
    }

    private Optional<SnapshotId> making(VolumeId volume, Predicate<SnapshotRecord> such) {
        indexing.lock();
        try {
            return making.getOrDefault(volume, Map.of()).values().stream()
                    .filter(such)
                    .map(SnapshotRecord::id)
                    .findFirst();
        } finally {
            indexing.unlock();
        }
    }

    @Override
    public Origin origin(SnapshotId snapshot) {
        Optional<SnapshotRecord> known = get(snapshot);
        if (known.isEmpty()) {
            return new Origin.Missing("there is no " + snapshot + " in this zone");
        }
        SnapshotRecord record = known.get();
        if (record.whole()) {
            return new Origin.Whole();
        }
        return record.inTheMaking()
                ? new Origin.Unfinished(snapshot + " is still being made")
                : new Origin.Missing(snapshot + " is " + record.phase());
    }

    @Override
    public boolean knows(SnapshotId snapshot) {
        return get(snapshot).isPresent();
    }
}
