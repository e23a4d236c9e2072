package io.jarrah.clc.testing;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.longpoll.ChangeLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A storage controller in memory that keeps the contract of {@link StorageService}: idempotent by id and generation, tombstones, one export at most, long polls with epochs. Either
 * each {@link #step()} takes every volume and snapshot one step further, or, with {@link #automatic()}, every call carries all out at once. It can be restarted, lose its memory or be away.
 */
public final class FakeStorage implements StorageService {
    private static final int PORT = 3260;

    /** One volume on the books. */
    private static final class Disk {
        private final VolumeId id;
        private Optional<VolumeGrant> grant = Optional.empty();
        private Optional<VolumeGrant> exported = Optional.empty();
        private Optional<StateReason> reason = Optional.empty();
        private VolumePhase phase = VolumePhase.CREATING;
        private Instant since;
        private long generation;
        private int sizeGib = 1;
        private int wantedGib = 1;
        private Optional<SnapshotId> source = Optional.empty();
        private String data = "";
        private int made;

        private Disk(VolumeId id, Instant since) {
            this.id = id;
            this.since = since;
        }
    }

    private final InstantSource clock;
    private final Map<VolumeId, Disk> disks = new TreeMap<>();
    private final FakeSnapshots snapshots;
    private ChangeLog<VolumeId, ObservedVolume> log = new ChangeLog<>();
    private String host = "10.0.0.7";
    private int totalGib;
    private boolean automatic;
    private boolean reachable = true;

    /** @param totalGib what all its volumes and snapshots may have together */
    public FakeStorage(InstantSource clock, int totalGib) {
        this.clock = clock;
        this.totalGib = totalGib;
        this.snapshots = new FakeSnapshots(clock, this::content, this::isRoom);
    }

    private Optional<FakeSnapshots.Content> content(VolumeId id) {
        return Optional.ofNullable(disks.get(id))
                .filter(disk -> disk.phase == VolumePhase.AVAILABLE)
                .map(disk -> new FakeSnapshots.Content(disk.sizeGib, disk.data));
    }

    private boolean isRoom(int gib) {
        return usedGib() + gib <= totalGib;
    }

    /** From now on everything is carried out at once. */
    public synchronized FakeStorage automatic() {
        automatic = true;
        settle();
        return this;
    }

    /** Takes every volume, then every snapshot, one step further; returns whether anything changed. */
    public synchronized boolean step() {
        boolean changed = false;
        for (Disk disk : disks.values()) {
            changed |= step(disk);
        }
        changed |= snapshots.step();
        return changed;
    }

    /** Steps until nothing changes any more. */
    public synchronized void settle() {
        boolean changed = true;
        while (changed) {
            changed = step();
        }
    }

    /** The process restarts and finds its books on its disk: same state, new epoch. */
    public synchronized void restart() {
        log.close();
        log = new ChangeLog<>();
        disks.values().forEach(this::publish);
        snapshots.restart();
    }

    /** The controller loses its books, and with them what it exports. */
    public synchronized void loseMemory() {
        disks.clear();
        snapshots.loseMemory();
        restart();
    }

    /** From its next start on its volumes are found at that address. */
    public synchronized void moveTo(String address) {
        host = address;
        restart();
    }

    /** From now on all its volumes may have that much together. */
    public synchronized void limit(int gib) {
        totalGib = gib;
    }

    /** The controller does not answer, or answers again. */
    public synchronized void reachable(boolean answers) {
        reachable = answers;
        if (answers) {
            restart();
        } else {
            log.close();
            snapshots.log().close();
        }
    }

    /** A guest writes to the volume. */
    public synchronized void write(VolumeId id, String data) {
        Optional.ofNullable(disks.get(id)).orElseThrow().data = data;
    }

    /** What was written to the volume last, or to the one whose snapshot it began with. */
    public synchronized String read(VolumeId id) {
        return Optional.ofNullable(disks.get(id)).orElseThrow().data;
    }

    /** What it has on its books of that snapshot. */
    public synchronized Optional<ObservedSnapshot> snapshot(SnapshotId id) {
        return snapshots.log().get(id);
    }

    /** Every snapshot on its books, tombstones too. */
    public synchronized List<SnapshotId> knownSnapshots() {
        return snapshots.known();
    }

    /** Snapshots that have data. */
    public synchronized List<SnapshotId> presentSnapshots() {
        return snapshots.present();
    }

    /** What it has on its books of that volume. */
    public synchronized Optional<ObservedVolume> volume(VolumeId id) {
        return log.get(id);
    }

    /** Every volume on its books, tombstones too. */
    public synchronized List<VolumeId> known() {
        return List.copyOf(disks.keySet());
    }

    /** Volumes that have data. */
    public synchronized List<VolumeId> present() {
        return disks.values().stream()
                .filter(disk -> disk.phase == VolumePhase.AVAILABLE || disk.phase == VolumePhase.DELETING)
                .map(disk -> disk.id)
                .toList();
    }

    /** Who can use the volume now: the grant that it is exported for. */
    public synchronized Optional<VolumeGrant> exported(VolumeId id) {
        return Optional.ofNullable(disks.get(id)).flatMap(disk -> disk.exported);
    }

    /** Volumes that somebody may use or can use. */
    public synchronized List<VolumeId> granted() {
        return disks.values().stream()
                .filter(disk -> disk.grant.isPresent() || disk.exported.isPresent())
                .map(disk -> disk.id)
                .toList();
    }

    /** How often space was made for the volume; 0 when it is unknown. */
    public synchronized int made(VolumeId id) {
        Disk disk = disks.get(id);
        return disk == null ? 0 : disk.made;
    }

    @Override
    public synchronized StorageStatus describeStorage(Correlation correlation) {
        requireReachable();
        return new StorageStatus(Health.OK, "", totalGib, usedGib());
    }

    @Override
    public Changes<ObservedVolume> describeVolumes(Correlation correlation, Revision since, Duration wait) {
        return answering().since(since, wait);
    }

    @Override
    public synchronized void applyVolume(Correlation correlation, VolumeSpec spec) {
        requireReachable();
        Disk disk = disks.computeIfAbsent(spec.id(), id -> new Disk(id, clock.instant()));
        if (spec.generation() >= disk.generation && isWanted(disk)) {
            disk.generation = spec.generation();
            disk.grant = spec.grant();
            disk.source = spec.source();
            disk.wantedGib = Math.max(disk.sizeGib, spec.sizeGib());
            disk.reason = Optional.empty();
            if (disk.phase == VolumePhase.CREATING) {
                disk.sizeGib = disk.wantedGib;
            }
        }
        publish(disk);
        settleIfAutomatic();
    }

    @Override
    public synchronized void deleteVolume(Correlation correlation, VolumeRef volume) {
        requireReachable();
        Disk disk = disks.get(volume.id());
        if (disk == null) {
            disk = new Disk(volume.id(), clock.instant());
            disk.phase = VolumePhase.DELETED;
            disks.put(volume.id(), disk);
        }
        disk.generation = Math.max(disk.generation, volume.generation());
        disk.grant = Optional.empty();
        if (disk.phase != VolumePhase.DELETED) {
            become(disk, VolumePhase.DELETING);
        }
        publish(disk);
        settleIfAutomatic();
    }

    @Override
    public synchronized void forgetVolumes(Correlation correlation, List<VolumeId> volumes) {
        requireReachable();
        for (VolumeId id : volumes) {
            Disk disk = disks.get(id);
            if (disk != null && (disk.phase == VolumePhase.DELETED || disk.phase == VolumePhase.FAILED)) {
                disks.remove(id);
                log.remove(id);
            }
        }
    }

    @Override
    public Changes<ObservedSnapshot> describeSnapshots(Correlation correlation, Revision since, Duration wait) {
        return answeringOfSnapshots().since(since, wait);
    }

    @Override
    public synchronized void applySnapshot(Correlation correlation, SnapshotSpec spec) {
        requireReachable();
        snapshots.apply(spec);
        settleIfAutomatic();
    }

    @Override
    public synchronized void deleteSnapshot(Correlation correlation, SnapshotId snapshot) {
        requireReachable();
        snapshots.delete(snapshot);
        settleIfAutomatic();
    }

    @Override
    public synchronized void forgetSnapshots(Correlation correlation, List<SnapshotId> ids) {
        requireReachable();
        snapshots.forget(ids);
    }

    private static boolean isWanted(Disk disk) {
        return disk.phase == VolumePhase.CREATING || disk.phase == VolumePhase.AVAILABLE;
    }

    private boolean step(Disk disk) {
        boolean changed =
                switch (disk.phase) {
                    case CREATING -> make(disk);
                    case AVAILABLE -> disk.wantedGib > disk.sizeGib ? grow(disk) : export(disk);
                    case DELETING -> delete(disk);
                    case DELETED, FAILED -> false;
                };
        if (changed) {
            publish(disk);
        }
        return changed;
    }

    private boolean make(Disk disk) {
        Optional<FakeSnapshots.Content> begin = disk.source.flatMap(snapshots::content);
        if (!isRoom(disk.sizeGib)) {
            fail(disk, "Server.InsufficientCapacity", "no room for the volume");
        } else if (disk.source.isPresent() && begin.isEmpty()) {
            fail(disk, "Server.InternalError", "there is no such snapshot here");
        } else {
            disk.made++;
            begin.ifPresent(content -> disk.data = content.data());
            become(disk, VolumePhase.AVAILABLE);
        }
        return true;
    }

    private boolean grow(Disk disk) {
        if (usedGib() + disk.wantedGib - disk.sizeGib > totalGib) {
            disk.reason = Optional.of(
                    new StateReason("Server.InsufficientVolumeCapacity", "no room for " + disk.wantedGib + " GiB"));
            disk.wantedGib = disk.sizeGib;
        } else {
            disk.sizeGib = disk.wantedGib;
        }
        return true;
    }

    private void fail(Disk disk, String code, String why) {
        disk.reason = Optional.of(new StateReason(code, code + ": " + why));
        become(disk, VolumePhase.FAILED);
    }

    /** What an earlier grant let in is shut out before another one is let in. */
    private static boolean export(Disk disk) {
        if (disk.exported.equals(disk.grant)) {
            return false;
        }
        disk.exported = disk.exported.isPresent() ? Optional.empty() : disk.grant;
        return true;
    }

    private boolean delete(Disk disk) {
        if (disk.exported.isPresent()) {
            disk.exported = Optional.empty();
        } else {
            become(disk, VolumePhase.DELETED);
        }
        return true;
    }

    private void become(Disk disk, VolumePhase phase) {
        if (disk.phase != phase) {
            disk.phase = phase;
            disk.since = clock.instant();
        }
    }

    private int usedGib() {
        return disks.values().stream()
                        .filter(disk -> disk.phase == VolumePhase.AVAILABLE || disk.phase == VolumePhase.DELETING)
                        .mapToInt(disk -> disk.sizeGib)
                        .sum()
                + snapshots.usedGib();
    }

    private void publish(Disk disk) {
        log.put(
                disk.id,
                new ObservedVolume(
                        disk.id,
                        disk.generation,
                        disk.phase,
                        disk.sizeGib,
                        disk.exported.map(grant -> new VolumeExport(
                                grant.attachment(),
                                VolumeExport.Protocol.ISCSI,
                                host,
                                PORT,
                                IscsiNames.target(disk.id, grant.attachment()),
                                1)),
                        disk.reason,
                        disk.since));
    }

    private void settleIfAutomatic() {
        if (automatic) {
            settle();
        }
    }

    private synchronized ChangeLog<VolumeId, ObservedVolume> answering() {
        requireReachable();
        return log;
    }

    private synchronized ChangeLog<SnapshotId, ObservedSnapshot> answeringOfSnapshots() {
        requireReachable();
        return snapshots.log();
    }

    private void requireReachable() {
        if (!reachable) {
            throw new ServiceException(ServiceException.Code.UNAVAILABLE, "the fake storage controller is unreachable");
        }
    }
}
