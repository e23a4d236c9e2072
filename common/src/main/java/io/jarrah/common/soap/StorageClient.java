package io.jarrah.common.soap;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.VolumeId;
import io.jarrah.wsdl.storage.ApplyVolume;
import io.jarrah.wsdl.storage.DeleteVolume;
import io.jarrah.wsdl.storage.DescribeStorage;
import io.jarrah.wsdl.storage.DescribeStorageResponse;
import io.jarrah.wsdl.storage.DescribeVolumes;
import io.jarrah.wsdl.storage.DescribeVolumesResponse;
import io.jarrah.wsdl.storage.ForgetVolumes;
import io.jarrah.wsdl.storage.StoragePort;
import java.time.Duration;
import java.util.List;

/** A storage controller as others call it. */
final class StorageClient implements StorageService {
    private final ClientCall<StoragePort> call;

    StorageClient(ClientCall<StoragePort> call) {
        this.call = call;
    }

    @Override
    public StorageStatus describeStorage(Correlation correlation) {
        DescribeStorage request = new DescribeStorage();
        request.setCorrelation(correlation.id());
        DescribeStorageResponse response =
                call.send("describeStorage", correlation, Duration.ZERO, port -> port.describeStorage(request));
        return IdentityTypes.fromWire(response.getStatus());
    }

    @Override
    public Changes<ObservedVolume> describeVolumes(Correlation correlation, Revision since, Duration wait) {
        DescribeVolumes request = new DescribeVolumes();
        request.setCorrelation(correlation.id());
        request.setSince(BasicTypes.toWire(since));
        request.setWaitMillis(BasicTypes.toMillis(wait));
        DescribeVolumesResponse response =
                call.send("describeVolumes", correlation, wait, port -> port.describeVolumes(request));
        return VolumeTypes.fromWire(response.getVolumes());
    }

    @Override
    public void applyVolume(Correlation correlation, VolumeSpec spec) {
        ApplyVolume request = new ApplyVolume();
        request.setCorrelation(correlation.id());
        request.setSpec(VolumeTypes.toWire(spec));
        call.send("applyVolume", correlation, Duration.ZERO, port -> port.applyVolume(request));
    }

    @Override
    public void deleteVolume(Correlation correlation, VolumeRef volume) {
        DeleteVolume request = new DeleteVolume();
        request.setCorrelation(correlation.id());
        request.setVolume(VolumeTypes.toWire(volume));
        call.send("deleteVolume", correlation, Duration.ZERO, port -> port.deleteVolume(request));
    }

    @Override
    public void forgetVolumes(Correlation correlation, List<VolumeId> volumes) {
        ForgetVolumes request = new ForgetVolumes();
        request.setCorrelation(correlation.id());
        request.getVolume().addAll(VolumeTypes.ids(volumes));
        call.send("forgetVolumes", correlation, Duration.ZERO, port -> port.forgetVolumes(request));
    }
}
