package io.jarrah.clc.volume;

import io.jarrah.clc.instance.StoredReason;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumePhase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The observed half of a volume's row: what its storage controller reported last. */
@Embeddable
public class ObservedStorage {
    @Enumerated(EnumType.STRING)
    @Column(name = "observed_phase")
    private @Nullable VolumePhase phase;

    /** The highest that its storage controller took up; 0 when none. */
    @Column(name = "observed_generation")
    private long generation;

    @Column(name = "observed_since")
    private @Nullable Instant since;

    @Column(name = "in_sight")
    private boolean inSight;

    @Column(name = "reason_code")
    private @Nullable String reasonCode;

    @Column(name = "reason_message")
    private @Nullable String reasonMessage;

    /** Nothing heard yet. */
    protected ObservedStorage() {
        this.inSight = true;
    }

    /** How far it is; empty when nothing was heard yet. */
    public Optional<VolumePhase> phase() {
        return Optional.ofNullable(phase);
    }

    @Nullable
    VolumePhase phaseOrNull() {
        return phase;
    }

    /** Since when it is in its phase. */
    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /** False while its storage controller does not know it, though it did. */
    public boolean inSight() {
        return inSight;
    }

    /** What its storage controller says beside, when there is something to say. */
    public Optional<StateReason> reason() {
        return StoredReason.of(reasonCode, reasonMessage);
    }

    void take(ObservedVolume report, long desiredGeneration) {
        phase = report.phase();
        generation = Math.min(desiredGeneration, Math.max(generation, report.generation()));
        since = report.since();
        inSight = true;
        because(report.reason());
    }

    void refused(StateReason reason, Instant now) {
        phase = VolumePhase.FAILED;
        since = now;
        because(Optional.of(reason));
    }

    void lostFromSight() {
        inSight = false;
    }

    private void because(Optional<StateReason> reason) {
        Optional<StateReason> clipped = reason.map(StoredReason::clipped);
        reasonCode = clipped.map(StateReason::code).orElse(null);
        reasonMessage = clipped.map(StateReason::message).orElse(null);
    }
}
