package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstanceSummary;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to tell a cluster next: a pure function of what is desired and what is known. It never ends an instance nobody
 * asked to end, and never starts one a second time that may still run: an instance that was seen running and is not on
 * the cluster's books any more is out of sight, not gone.
 */
public final class ClusterPlanner {
    /** An acknowledged message whose effect is not seen after this long is sent again. */
    public static final Duration UNSEEN = Duration.ofSeconds(5);

    /** An end that is taken up and not carried out is asked for again after this long. */
    public static final Duration INSIST = Duration.ofSeconds(60);

    /** Half the life of an image URL; after it an instance still waiting for its image gets a fresh one. */
    public static final Duration STALE_URL = Duration.ofMinutes(30);

    /** The registry and the network document are told again this often, whatever was acknowledged. */
    public static final Duration REPEAT = Duration.ofMinutes(10);

    private final DesiredCluster desired;
    private final KnownCluster known;
    private final Instant now;
    private final List<InstanceId> runs = new ArrayList<>();
    private final List<InstanceRef> terminations = new ArrayList<>();
    private final List<InstanceRef> reboots = new ArrayList<>();

    private ClusterPlanner(DesiredCluster desired, KnownCluster known, Instant now) {
        this.desired = desired;
        this.known = known;
        this.now = now;
    }

    /** The steps to take now, in their order. None before the cluster was heard. */
    public static List<ClusterStep> plan(DesiredCluster desired, KnownCluster known, Instant now) {
        return known.synced() ? new ClusterPlanner(desired, known, now).steps() : List.of();
    }

    /** Whether the network of that generation is to be told now. Not before the cluster was heard. */
    static boolean isNetworkDue(long generation, KnownCluster known, Instant now) {
        return known.synced() && isDue(known.told().network(), generation, now);
    }

    /** Instances the cluster runs that no row explains; they are reported, never ended. */
    public static Set<InstanceId> unexplained(DesiredCluster desired, KnownCluster known) {
        Set<InstanceId> unexplained = new HashSet<>();
        known.instances().forEach((id, observed) -> {
            if (!observed.phase().isFinal()) {
                unexplained.add(id);
            }
        });
        desired.instances().forEach(row -> unexplained.remove(row.id()));
        return unexplained;
    }

    private List<ClusterStep> steps() {
        for (InstanceSummary row : desired.instances()) {
            ObservedInstance observed = known.instances().get(row.id());
            InstancePhase phase = observed == null ? row.lastPhase().orElse(null) : observed.phase();
            if (phase == InstancePhase.TERMINATED || row.lastPhase().orElse(null) == InstancePhase.TERMINATED) {
                continue;
            }
            switch (row.desired()) {
                case RUNNING -> run(row, observed);
                case TERMINATED -> terminate(row, observed);
            }
        }
        List<ClusterStep> steps = new ArrayList<>();
        if (isDue(known.told().nodes(), desired.nodesGeneration(), now)) {
            steps.add(new ClusterStep.ApplyNodes(desired.nodesGeneration()));
        }
        if (!terminations.isEmpty()) {
            steps.add(new ClusterStep.Terminate(terminations));
        }
        if (!runs.isEmpty()) {
            steps.add(new ClusterStep.Run(runs));
        }
        if (!reboots.isEmpty()) {
            steps.add(new ClusterStep.Reboot(reboots));
        }
        List<InstanceId> forgettable = forgettable();
        if (!forgettable.isEmpty()) {
            steps.add(new ClusterStep.Forget(forgettable));
        }
        return steps;
    }

    /** Whether what was told last is to be told again: there is a newer generation, or it was told long ago. */
    static boolean isDue(Optional<Told.Message> told, long generation, Instant now) {
        return told.isEmpty() || told.get().generation() < generation || isOlder(told.get(), REPEAT, now);
    }

    private void run(InstanceSummary row, @Nullable ObservedInstance observed) {
        Told.Message told = known.told().runs().get(row.id());
        if (observed == null) {
            if (mayStart(row) && (told == null || isOlder(told, UNSEEN, now))) {
                runs.add(row.id());
            }
            return;
        }
        switch (observed.phase()) {
            case PENDING, STAGING -> {
                boolean takenUp = observed.generation() >= row.generation();
                if (told == null || isOlder(told, takenUp ? STALE_URL : UNSEEN, now)) {
                    runs.add(row.id());
                }
            }
            case RUNNING -> reboot(row, observed);
            case BOOTING, SHUTTING_DOWN, TERMINATED -> {}
        }
    }

    /** Whether an instance that is not on the cluster's books cannot be running anywhere. */
    private boolean mayStart(InstanceSummary row) {
        if (row.lastPhase().isEmpty()) {
            return true;
        }
        return switch (row.lastPhase().get()) {
            case PENDING -> true;
            case STAGING, BOOTING -> row.lastNode().map(known::hears).orElse(false);
            case RUNNING, SHUTTING_DOWN, TERMINATED -> false;
        };
    }

    private void reboot(InstanceSummary row, ObservedInstance observed) {
        if (row.rebootGeneration() <= observed.rebootGeneration()) {
            return;
        }
        Told.Message told = known.told().reboots().get(row.id());
        if (told == null || told.generation() < row.rebootGeneration() || isOlder(told, UNSEEN, now)) {
            reboots.add(new InstanceRef(row.id(), row.rebootGeneration()));
        }
    }

    private void terminate(InstanceSummary row, @Nullable ObservedInstance observed) {
        boolean takenUp = observed != null && observed.generation() >= row.generation();
        Told.Message told = known.told().terminations().get(row.id());
        if (told == null || told.generation() < row.generation() || isOlder(told, takenUp ? INSIST : UNSEEN, now)) {
            terminations.add(new InstanceRef(row.id(), row.generation()));
        }
    }

    /** What is over on the cluster's books and was purged from ours: an hour after its end, so nothing late can raise it. */
    private List<InstanceId> forgettable() {
        Set<InstanceId> rows = new HashSet<>();
        desired.instances().forEach(row -> rows.add(row.id()));
        return known.instances().values().stream()
                .filter(observed -> observed.phase().isFinal() && !rows.contains(observed.id()))
                .map(ObservedInstance::id)
                .sorted()
                .toList();
    }

    private static boolean isOlder(Told.Message told, Duration age, Instant now) {
        return !now.isBefore(told.at().plus(age));
    }
}
