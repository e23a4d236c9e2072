package io.jarrah.sc;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.VolumeId;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The storage service of this process: hands each request to the part that answers it. */
final class LocalStorageService implements StorageService {
    private final Supplier<StorageStatus> status;

    LocalStorageService(Supplier<StorageStatus> status) {
        this.status = status;
    }

    @Override
    public StorageStatus describeStorage(Correlation correlation) {
        return status.get();
    }

    @Override
    public Changes<ObservedVolume> describeVolumes(Correlation correlation, Revision since, Duration wait) {
        throw new ServiceException(ServiceException.Code.UNAVAILABLE, "no volumes yet");
    }

    @Override
    public void applyVolume(Correlation correlation, VolumeSpec spec) {
        throw new ServiceException(ServiceException.Code.UNAVAILABLE, "no volumes yet");
    }

    @Override
    public void deleteVolume(Correlation correlation, VolumeRef volume) {
        throw new ServiceException(ServiceException.Code.UNAVAILABLE, "no volumes yet");
    }

    @Override
    public void forgetVolumes(Correlation correlation, List<VolumeId> volumes) {
        throw new ServiceException(ServiceException.Code.UNAVAILABLE, "no volumes yet");
    }
}
