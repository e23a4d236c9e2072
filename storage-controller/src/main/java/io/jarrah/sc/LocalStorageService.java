package io.jarrah.sc;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.snapshot.SnapshotOperations;
import io.jarrah.sc.snapshot.SnapshotRecords;
import io.jarrah.sc.volume.VolumeOperations;
import io.jarrah.sc.volume.VolumeRecords;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The storage service of this process: hands each request to the part that answers it. */
final class LocalStorageService implements StorageService {
    private final Supplier<StorageStatus> status;
    private final VolumeRecords records;
    private final VolumeOperations operations;
    private final SnapshotRecords snapshotRecords;
    private final SnapshotOperations snapshotOperations;

    LocalStorageService(
            Supplier<StorageStatus> status,
            VolumeRecords records,
            VolumeOperations operations,
            SnapshotRecords snapshotRecords,
            SnapshotOperations snapshotOperations) {
        this.status = status;
        this.records = records;
        this.operations = operations;
        this.snapshotRecords = snapshotRecords;
        this.snapshotOperations = snapshotOperations;
    }

    @Override
    public StorageStatus describeStorage(Correlation correlation) {
        return status.get();
    }

    @Override
    public Changes<ObservedVolume> describeVolumes(Correlation correlation, Revision since, Duration wait) {
        return records.since(since, wait);
    }

    @Override
    public void applyVolume(Correlation correlation, VolumeSpec spec) {
        operations.apply(correlation, spec);
    }

    @Override
    public void deleteVolume(Correlation correlation, VolumeRef volume) {
        operations.delete(correlation, volume);
    }

    @Override
    public void forgetVolumes(Correlation correlation, List<VolumeId> volumes) {
        operations.forget(volumes);
    }

    @Override
    public Changes<ObservedSnapshot> describeSnapshots(Correlation correlation, Revision since, Duration wait) {
        return snapshotRecords.since(since, wait);
    }

    @Override
    public void applySnapshot(Correlation correlation, SnapshotSpec spec) {
        snapshotOperations.apply(correlation, spec);
    }

    @Override
    public void deleteSnapshot(Correlation correlation, SnapshotId snapshot) {
        snapshotOperations.delete(correlation, snapshot);
    }

    @Override
    public void forgetSnapshots(Correlation correlation, List<SnapshotId> snapshots) {
        snapshotOperations.forget(snapshots);
    }
}
