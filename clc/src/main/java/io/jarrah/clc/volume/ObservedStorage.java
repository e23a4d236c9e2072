package io.jarrah.clc.volume;

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
    private static final int CODE_LENGTH = 64;
    private static final int MESSAGE_LENGTH = 1024;

    @Enumerated(EnumType.STRING)
    @Column(name = "observed_phase")
    private @Nullable VolumePhase phase;

    @Column(name = "observed_generation")
    private long generation;

    @Column(name = "observed_size_gib")
    private @Nullable Integer sizeGib;

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

    /** The highest generation its storage controller took up; 0 when none. */
    public long generation() {
        return generation;
    }

    /** GiB that it has; empty when nothing was heard yet. */
    public Optional<Integer> sizeGib() {
        return Optional.ofNullable(sizeGib);
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
        sizeGib = report.sizeGib();
        since = report.since();
        inSight = true;
        because(report.reason());
    }

    void refused(StateReason reason, int size, Instant now) {
        phase = VolumePhase.FAILED;
        sizeGib = size;
        since = now;
        because(Optional.of(reason));
    }

    void lostFromSight() {
        inSight = false;
    }

    private void because(Optional<StateReason> reason) {
        reasonCode =
                reason.map(why -> StoredReason.clipped(why.code(), CODE_LENGTH)).orElse(null);
        reasonMessage = reason.map(why -> StoredReason.clipped(why.message(), MESSAGE_LENGTH))
                .orElse(null);
    }
}
