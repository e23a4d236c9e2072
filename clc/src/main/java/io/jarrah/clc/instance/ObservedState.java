package io.jarrah.clc.instance;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.NodeName;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The observed half of an instance's row: what its cluster reported last. */
@Embeddable
public class ObservedState {
    @Enumerated(EnumType.STRING)
    @Column(name = "observed_phase")
    private @Nullable InstancePhase phase;

    @Column(name = "observed_generation")
    private long generation;

    @Column(name = "observed_reboot_generation")
    private long rebootGeneration;

    @Column(name = "observed_node")
    private @Nullable String node;

    @Column(name = "observed_since")
    private @Nullable Instant since;

    private boolean reachable;

    @Column(name = "terminated_at")
    private @Nullable Instant terminatedAt;

    /** Nothing heard yet. */
    protected ObservedState() {
        this.reachable = true;
    }

    /** How far it is; empty when nothing was heard yet. */
    public Optional<InstancePhase> phase() {
        return Optional.ofNullable(phase);
    }

    @Nullable
    InstancePhase phaseOrNull() {
        return phase;
    }

    /** The highest generation its cluster took up; 0 when none. */
    public long generation() {
        return generation;
    }

    /** The highest reboot carried out. */
    public long rebootGeneration() {
        return rebootGeneration;
    }

    /** Where it is. */
    public Optional<NodeName> node() {
        return Optional.ofNullable(node).map(NodeName::new);
    }

    /** Since when it is in its phase. */
    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /** False while its node or its cluster's memory of it is away; it may well run. */
    public boolean reachable() {
        return reachable;
    }

    /** When the end of it was heard. */
    public Optional<Instant> terminatedAt() {
        return Optional.ofNullable(terminatedAt);
    }

    /** Whether the report keeps the contract: what is staged, boots or runs does so on a node. */
    static boolean isPossible(ObservedInstance report) {
        return switch (report.phase()) {
            case STAGING, BOOTING, RUNNING -> report.node().isPresent();
            case PENDING, SHUTTING_DOWN, TERMINATED -> true;
        };
    }

    boolean take(ObservedInstance report, long desiredGeneration, long desiredReboots, Instant now) {
        long taken = Math.min(desiredGeneration, Math.max(1, Math.max(generation, report.generation())));
        long rebooted = Math.min(desiredReboots, Math.max(rebootGeneration, report.rebootGeneration()));
        String where = report.node().map(NodeName::value).orElse(node);
        boolean same = phase == report.phase()
                && generation == taken
                && rebootGeneration == rebooted
                && reachable == report.reachable()
                && Objects.equals(node, where);
        if (same) {
            return false;
        }
        if (phase != report.phase()) {
            since = report.since();
        }
        phase = report.phase();
        generation = taken;
        rebootGeneration = rebooted;
        node = where;
        reachable = report.reachable();
        if (phase == InstancePhase.TERMINATED) {
            terminatedAt = now;
        }
        return true;
    }

    void lostFromSight() {
        reachable = false;
    }
}
