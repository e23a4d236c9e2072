package io.jarrah.clc.testing;

import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.longpoll.ChangeLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The snapshots of a {@link FakeStorage}, which lets in one thread at a time. The moment of a snapshot is its first step after it was applied; it is whole with its second one. What
 * it is of must be there at its moment: whoever removes the volume before gets no snapshot.
 */
final class FakeSnapshots {
    private static final int HALF = 50;
    private static final int WHOLE = 100;

    /**
     * What a volume or a snapshot has.
     *
     * @param sizeGib GiB
     * @param data what was written last
     */
    record Content(int sizeGib, String data) {}

    /** One snapshot on the books. */
    private static final class Copy {
        private final SnapshotId id;
        private final Optional<VolumeId> volume;
        private SnapshotPhase phase = SnapshotPhase.CREATING;
        private Optional<Content> content = Optional.empty();
        private Optional<StateReason> reason = Optional.empty();
        private int progress;
        private Instant since;

        private Copy(SnapshotId id, Optional<VolumeId> volume, Instant since) {
            this.id = id;
            this.volume = volume;
            this.since = since;
        }
    }

    private final InstantSource clock;
    private final Function<VolumeId, Optional<Content>> volumes;
    private final IntPredicate room;
    private final Map<SnapshotId, Copy> copies = new TreeMap<>();
    private ChangeLog<SnapshotId, ObservedSnapshot> log = new ChangeLog<>();

    /**
     * @param volumes what a volume has now; empty when it is not there
     * @param room whether so many GiB more can be had
     */
    FakeSnapshots(InstantSource clock, Function<VolumeId, Optional<Content>> volumes, IntPredicate room) {
        this.clock = clock;
        this.volumes = volumes;
        this.room = room;
    }

    ChangeLog<SnapshotId, ObservedSnapshot> log() {
        return log;
    }

    void restart() {
        log.close();
        log = new ChangeLog<>();
        copies.values().forEach(this::publish);
    }

    void loseMemory() {
        copies.clear();
    }

    List<SnapshotId> known() {
        return List.copyOf(copies.keySet());
    }

    List<SnapshotId> present() {
        return copies.values().stream()
                .filter(copy -> copy.content.isPresent())
                .map(copy -> copy.id)
                .toList();
    }

    /** What volumes can begin with; empty when it is not whole. */
    Optional<Content> content(SnapshotId id) {
        return Optional.ofNullable(copies.get(id))
                .filter(copy -> copy.phase == SnapshotPhase.AVAILABLE)
                .flatMap(copy -> copy.content);
    }

    int usedGib() {
        return copies.values().stream()
                .flatMap(copy -> copy.content.stream())
                .mapToInt(Content::sizeGib)
                .sum();
    }

    void apply(SnapshotSpec spec) {
        copies.computeIfAbsent(spec.id(), id -> {
            Copy copy = new Copy(id, Optional.of(spec.volume()), clock.instant());
            publish(copy);
            return copy;
        });
    }

    void delete(SnapshotId id) {
        Copy copy = copies.get(id);
        if (copy == null) {
            copy = new Copy(id, Optional.empty(), clock.instant());
            copy.phase = SnapshotPhase.DELETED;
            copies.put(id, copy);
        } else if (copy.phase != SnapshotPhase.DELETED) {
            become(copy, SnapshotPhase.DELETING);
        }
        publish(copy);
    }

    void forget(List<SnapshotId> ids) {
        for (SnapshotId id : ids) {
            Copy copy = copies.get(id);
            if (copy != null && (copy.phase == SnapshotPhase.DELETED || copy.phase == SnapshotPhase.FAILED)) {
                copies.remove(id);
                log.remove(id);
            }
        }
    }

    /** Takes each one step further; returns whether anything changed. */
    boolean step() {
        boolean changed = false;
        for (Copy copy : copies.values()) {
            if (step(copy)) {
                publish(copy);
                changed = true;
            }
        }
        return changed;
    }

    private boolean step(Copy copy) {
        return switch (copy.phase) {
            case CREATING -> {
                if (copy.content.isPresent()) {
                    copy.progress = WHOLE;
                    become(copy, SnapshotPhase.AVAILABLE);
                } else {
                    keep(copy);
                }
                yield true;
            }
            case DELETING -> {
                copy.content = Optional.empty();
                become(copy, SnapshotPhase.DELETED);
                yield true;
            }
            case AVAILABLE, DELETED, FAILED -> false;
        };
    }

    private void keep(Copy copy) {
        Optional<Content> now = copy.volume.flatMap(volumes);
        if (now.isEmpty()) {
            fail(copy, "Server.InternalError", "there is no such volume here");
        } else if (!room.test(now.get().sizeGib())) {
            fail(copy, "Server.InsufficientVolumeCapacity", "no room for the snapshot");
        } else {
            copy.content = now;
            copy.progress = HALF;
        }
    }

    private void fail(Copy copy, String code, String why) {
        copy.reason = Optional.of(new StateReason(code, code + ": " + why));
        become(copy, SnapshotPhase.FAILED);
    }

    private void become(Copy copy, SnapshotPhase phase) {
        if (copy.phase != phase) {
            copy.phase = phase;
            copy.since = clock.instant();
        }
    }

    private void publish(Copy copy) {
        log.put(
                copy.id,
                new ObservedSnapshot(
                        copy.id,
                        copy.phase,
                        copy.content.map(Content::sizeGib).orElse(0),
                        copy.progress,
                        copy.reason,
                        copy.since));
    }
}
