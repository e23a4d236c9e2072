package io.jarrah.clc.snapshot;

import io.jarrah.clc.storage.StoredReport;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.StateReason;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The observed half of a snapshot's row: what its storage controller reported last. */
@Embeddable
public class ObservedKeeping extends StoredReport {
    @Enumerated(EnumType.STRING)
    @Column(name = "observed_phase")
    private @Nullable SnapshotPhase phase;

    @Column(name = "observed_progress")
    private int progress;

    /** Nothing heard yet. */
    protected ObservedKeeping() {}

    /** How far it is; empty when nothing was heard yet. */
    public Optional<SnapshotPhase> phase() {
        return Optional.ofNullable(phase);
    }

    @Nullable
    SnapshotPhase phaseOrNull() {
        return phase;
    }

    /** How much of it is kept, 0 to 100 percent. */
    public int progress() {
        return progress;
    }

    void take(ObservedSnapshot report) {
        phase = report.phase();
        progress = report.progress();
        heard(report.since(), report.reason());
    }

    void refused(StateReason reason, Instant now) {
        phase = SnapshotPhase.FAILED;
        heard(now, Optional.of(reason));
    }
}
