package io.jarrah.clc.storage;

import io.jarrah.clc.instance.StoredReason;
import io.jarrah.common.contract.StateReason;
import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the observed half of a row has of a storage controller's last report, whatever that is about. */
@MappedSuperclass
public abstract class StoredReport {
    @Column(name = "observed_since")
    private @Nullable Instant since;

    @Column(name = "in_sight")
    private boolean inSight;

    @Column(name = "reason_code")
    private @Nullable String reasonCode;

    @Column(name = "reason_message")
    private @Nullable String reasonMessage;

    /** Nothing heard yet. */
    protected StoredReport() {
        this.inSight = true;
    }

    /** Since when it is in its phase; empty when nothing was heard yet. */
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

    /** Its storage controller spoke of it. */
    protected void heard(Instant phaseSince, Optional<StateReason> reason) {
        since = phaseSince;
        inSight = true;
        Optional<StateReason> clipped = reason.map(StoredReason::clipped);
        reasonCode = clipped.map(StateReason::code).orElse(null);
        reasonMessage = clipped.map(StateReason::message).orElse(null);
    }

    /** Its storage controller does not know it at present. */
    public void lostFromSight() {
        inSight = false;
    }
}
