package io.jarrah.common.soap;

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
import io.jarrah.wsdl.storage.ApplySnapshot;
import io.jarrah.wsdl.storage.ApplyVolume;
import io.jarrah.wsdl.storage.DeleteSnapshot;
import io.jarrah.wsdl.storage.DeleteVolume;
import io.jarrah.wsdl.storage.DescribeSnapshots;
import io.jarrah.wsdl.storage.DescribeSnapshotsResponse;
import io.jarrah.wsdl.storage.DescribeStorage;
import io.jarrah.wsdl.storage.DescribeStorageResponse;
import io.jarrah.wsdl.storage.DescribeVolumes;
import io.jarrah.wsdl.storage.DescribeVolumesResponse;
import io.jarrah.wsdl.storage.ForgetSnapshots;
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

    @Override
    public Changes<ObservedSnapshot> describeSnapshots(Correlation correlation, Revision since, Duration wait) {
        DescribeSnapshots request = new DescribeSnapshots();
        request.setCorrelation(correlation.id());
        request.setSince(BasicTypes.toWire(since));
        request.setWaitMillis(BasicTypes.toMillis(wait));
        DescribeSnapshotsResponse response =
                call.send("describeSnapshots", correlation, wait, port -> port.describeSnapshots(request));
        return SnapshotTypes.fromWire(response.getSnapshots());
    }

    @Override
    public void applySnapshot(Correlation correlation, SnapshotSpec spec) {
        ApplySnapshot request = new ApplySnapshot();
        request.setCorrelation(correlation.id());
        request.setSpec(SnapshotTypes.toWire(spec));
        call.send("applySnapshot", correlation, Duration.ZERO, port -> port.applySnapshot(request));
    }

    @Override
    public void deleteSnapshot(Correlation correlation, SnapshotId snapshot) {
        DeleteSnapshot request = new DeleteSnapshot();
        request.setCorrelation(correlation.id());
        request.setSnapshot(snapshot.value());
        call.send("deleteSnapshot", correlation, Duration.ZERO, port -> port.deleteSnapshot(request));
    }

    @Override
    public void forgetSnapshots(Correlation correlation, List<SnapshotId> snapshots) {
        ForgetSnapshots request = new ForgetSnapshots();
        request.setCorrelation(correlation.id());
        request.getSnapshot().addAll(SnapshotTypes.ids(snapshots));
        call.send("forgetSnapshots", correlation, Duration.ZERO, port -> port.forgetSnapshots(request));
    }
}
