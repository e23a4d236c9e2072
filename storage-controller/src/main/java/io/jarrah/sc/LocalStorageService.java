package io.jarrah.sc;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.VolumeId;
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

    LocalStorageService(Supplier<StorageStatus> status, VolumeRecords records, VolumeOperations operations) {
        this.status = status;
        this.records = records;
        this.operations = operations;
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
}
