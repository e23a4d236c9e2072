package io.jarrah.sc.iscsi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Targets whose volume was taken away, from that moment until nobody comes back to them. Not for several threads at once. */
final class EmptyTargets {
    /** Any address. */
    private static final Set<String> ANYBODY = Set.of("ALL");
    /** How long a target without a unit waits for an initiator to come back; the pauses of QEMU's grow to 30 s. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Tgtd tgtd;
    private final InstantSource clock;
    private final Map<Integer, Instant> unused = new HashMap<>();
    /** Names that are let in again once their target is empty. */
    private final Map<Integer, Set<String>> shutOut = new HashMap<>();

    EmptyTargets(Tgtd tgtd, InstantSource clock) {
        this.tgtd = tgtd;
        this.clock = clock;
    }

    /** Whether it is one of ours that was withdrawn. */
    static boolean isEmpty(Target target) {
        return !target.unit() && TargetNames.parse(target.name()).isPresent();
    }

    /**
     * Takes away what is behind a target, and leaves the target: who is connected, and comes back, is told that there is nothing, and the guest's reads and
     * writes fail at once. Without the target QEMU would try again for ever, and what the guest has under way with it. Nobody is let in meanwhile: who comes
     * back at once, and goes on, could hold the unit for ever.
     */
    Target empty(Target target) throws TgtException {
        int tid = target.tid();
        shutOut.computeIfAbsent(
                tid, number -> target.admitted().stream().filter(Target::isName).collect(Collectors.toSet()));
        for (String admitted : target.admitted()) {
            tgtd.shutOut(tid, admitted);
        }
        tgtd.closeAll(tid);
        tgtd.deleteUnit(tid);
        unused.put(tid, clock.instant());
        return letIn(target);
    }

    /**
     * Lets in again who was shut out of a target that is empty now. If that was done by a process before this one, nobody knows who it was: then whoever
     * has the target's account, behind which there is nothing any more. Without an account no proof is asked for, and nobody was let in before.
     */
    private Target letIn(Target target) throws TgtException {
        Set<String> names = shutOut.getOrDefault(target.tid(), Set.of());
        if (names.isEmpty()) {
            names = target.accounts().isEmpty() ? Set.of() : ANYBODY;
        }
        for (String name : names) {
            tgtd.admit(target.tid(), name);
        }
        shutOut.remove(target.tid());
        return target.emptied(names);
    }

    /** Targets that are empty, and that nobody has been connected to for a while, go; to others who waits for them is let in. */
    void upkeep(Targets targets) throws TgtException {
        Instant now = clock.instant();
        Set<Integer> empty = new HashSet<>();
        Set<Integer> all = new HashSet<>();
        for (Target target : targets.all()) {
            int tid = target.tid();
            all.add(tid);
            if (!isEmpty(target)) {
                continue;
            }
            empty.add(tid);
            if (!tgtd.connections(tid).isEmpty()) {
                unused.put(tid, now);
            } else if (!now.isBefore(unused.computeIfAbsent(tid, number -> now).plus(PATIENCE))) {
                if (tgtd.deleteUnusedTarget(tid)) {
                    targets.remove(target);
                }
            } else if (target.admitted().isEmpty()) {
                targets.put(letIn(target));
            }
        }
        unused.keySet().retainAll(empty);
        shutOut.keySet().retainAll(all);
    }
}
