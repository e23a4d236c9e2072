package io.jarrah.clc.volume;

import io.jarrah.clc.storage.StoredReport;
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
public class ObservedStorage extends StoredReport {
    @Enumerated(EnumType.STRING)
    @Column(name = "observed_phase")
    private @Nullable VolumePhase phase;

    /** The highest that its storage controller took up; 0 when none. */
    @Column(name = "observed_generation")
    private long generation;

    /** Nothing heard yet. */
    protected ObservedStorage() {}

    /** How far it is; empty when nothing was heard yet. */
    public Optional<VolumePhase> phase() {
        return Optional.ofNullable(phase);
    }

    @Nullable
    VolumePhase phaseOrNull() {
        return phase;
    }

    void take(ObservedVolume report, long desiredGeneration) {
        phase = report.phase();
        generation = Math.min(desiredGeneration, Math.max(generation, report.generation()));
        heard(report.since(), report.reason());
    }

    void refused(StateReason reason, Instant now) {
        phase = VolumePhase.FAILED;
        heard(now, Optional.of(reason));
    }
}
