package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.ServiceException.Code;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.id.SnapshotId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests about snapshots up: each ends in a record on disk and a wake-up, never in work. */
public final class SnapshotOperations {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotOperations.class);

    private final SnapshotRecords records;
    private final Consumer<SnapshotId> wakeUp;
    private final InstantSource clock;

    /**
     * @param wakeUp makes the reconciler look at a snapshot
     */
    public SnapshotOperations(SnapshotRecords records, Consumer<SnapshotId> wakeUp, InstantSource clock) {
        this.records = records;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    /** See {@link io.jarrah.common.contract.StorageService#applySnapshot}. */
    public void apply(Correlation correlation, SnapshotSpec spec) {
        if (records.add(SnapshotRecord.accepted(spec, correlation.id(), clock.instant()))) {
            LOG.info("taking up {} of {}", spec.id(), spec.volume());
        } else {
            Optional<SnapshotSpec> known = records.get(spec.id()).flatMap(SnapshotRecord::spec);
            if (known.isPresent() && !known.get().equals(spec)) {
                throw new ServiceException(Code.INVALID, spec.id() + " is known with another volume or account");
            }
        }
        wakeUp.accept(spec.id());
    }

    /** See {@link io.jarrah.common.contract.StorageService#deleteSnapshot}. */
    public void delete(Correlation correlation, SnapshotId snapshot) {
        records.add(SnapshotRecord.refused(snapshot, correlation.id(), clock.instant()));
        records.update(snapshot, known -> known.delete(correlation.id()));
        wakeUp.accept(snapshot);
    }

    /** See {@link io.jarrah.common.contract.StorageService#forgetSnapshots}. */
    public void forget(List<SnapshotId> snapshots) {
        snapshots.forEach(records::forget);
    }
}
