package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.fromWire;
import static io.jarrah.common.soap.BasicTypes.map;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.wsdl.storage.ApplySnapshot;
import io.jarrah.wsdl.storage.ApplySnapshotResponse;
import io.jarrah.wsdl.storage.ApplyVolume;
import io.jarrah.wsdl.storage.ApplyVolumeResponse;
import io.jarrah.wsdl.storage.DeleteSnapshot;
import io.jarrah.wsdl.storage.DeleteSnapshotResponse;
import io.jarrah.wsdl.storage.DeleteVolume;
import io.jarrah.wsdl.storage.DeleteVolumeResponse;
import io.jarrah.wsdl.storage.DescribeSnapshots;
import io.jarrah.wsdl.storage.DescribeSnapshotsResponse;
import io.jarrah.wsdl.storage.DescribeStorage;
import io.jarrah.wsdl.storage.DescribeStorageResponse;
import io.jarrah.wsdl.storage.DescribeVolumes;
import io.jarrah.wsdl.storage.DescribeVolumesResponse;
import io.jarrah.wsdl.storage.ForgetSnapshots;
import io.jarrah.wsdl.storage.ForgetSnapshotsResponse;
import io.jarrah.wsdl.storage.ForgetVolumes;
import io.jarrah.wsdl.storage.ForgetVolumesResponse;
import io.jarrah.wsdl.storage.ServiceFault;
import io.jarrah.wsdl.storage.StoragePort;
import java.time.Duration;

/** Lets others call a storage controller. */
final class StorageEndpoint implements StoragePort {
    private final StorageService service;
    private final Dispatcher<ServiceFault> dispatcher;

    StorageEndpoint(StorageService service, CallMetrics metrics) {
        this.service = service;
        this.dispatcher = new Dispatcher<>(Contract.STORAGE, ServiceFault::new, metrics);
    }

    @Override
    public DescribeStorageResponse describeStorage(DescribeStorage request) throws ServiceFault {
        return dispatcher.answer("describeStorage", request.getCorrelation(), call -> {
            StorageStatus value = service.describeStorage(call.correlation());
            DescribeStorageResponse response = new DescribeStorageResponse();
            response.setStatus(IdentityTypes.toWire(value));
            return response;
        });
    }

    @Override
    public DescribeVolumesResponse describeVolumes(DescribeVolumes request) throws ServiceFault {
        return dispatcher.answer("describeVolumes", request.getCorrelation(), call -> {
            Changes<ObservedVolume> value = service.describeVolumes(
                    call.correlation(), fromWire(request.getSince()), Duration.ofMillis(request.getWaitMillis()));
            DescribeVolumesResponse response = new DescribeVolumesResponse();
            response.setVolumes(VolumeTypes.toWire(value));
            return response;
        });
    }

    @Override
    public ApplyVolumeResponse applyVolume(ApplyVolume request) throws ServiceFault {
        return dispatcher.answer("applyVolume", request.getCorrelation(), call -> {
            service.applyVolume(call.correlation(), VolumeTypes.fromWire(request.getSpec()));
            return new ApplyVolumeResponse();
        });
    }

    @Override
    public DeleteVolumeResponse deleteVolume(DeleteVolume request) throws ServiceFault {
        return dispatcher.answer("deleteVolume", request.getCorrelation(), call -> {
            service.deleteVolume(call.correlation(), VolumeTypes.fromWire(request.getVolume()));
            return new DeleteVolumeResponse();
        });
    }

    @Override
    public ForgetVolumesResponse forgetVolumes(ForgetVolumes request) throws ServiceFault {
        return dispatcher.answer("forgetVolumes", request.getCorrelation(), call -> {
            service.forgetVolumes(call.correlation(), map(request.getVolume(), VolumeTypes::volumeId));
            return new ForgetVolumesResponse();
        });
    }

    @Override
    public DescribeSnapshotsResponse describeSnapshots(DescribeSnapshots request) throws ServiceFault {
        return dispatcher.answer("describeSnapshots", request.getCorrelation(), call -> {
            Changes<ObservedSnapshot> value = service.describeSnapshots(
                    call.correlation(), fromWire(request.getSince()), Duration.ofMillis(request.getWaitMillis()));
            DescribeSnapshotsResponse response = new DescribeSnapshotsResponse();
            response.setSnapshots(SnapshotTypes.toWire(value));
            return response;
        });
    }

    @Override
    public ApplySnapshotResponse applySnapshot(ApplySnapshot request) throws ServiceFault {
        return dispatcher.answer("applySnapshot", request.getCorrelation(), call -> {
            service.applySnapshot(call.correlation(), SnapshotTypes.fromWire(request.getSpec()));
            return new ApplySnapshotResponse();
        });
    }

    @Override
    public DeleteSnapshotResponse deleteSnapshot(DeleteSnapshot request) throws ServiceFault {
        return dispatcher.answer("deleteSnapshot", request.getCorrelation(), call -> {
            service.deleteSnapshot(call.correlation(), SnapshotTypes.snapshotId(request.getSnapshot()));
            return new DeleteSnapshotResponse();
        });
    }

    @Override
    public ForgetSnapshotsResponse forgetSnapshots(ForgetSnapshots request) throws ServiceFault {
        return dispatcher.answer("forgetSnapshots", request.getCorrelation(), call -> {
            service.forgetSnapshots(call.correlation(), map(request.getSnapshot(), SnapshotTypes::snapshotId));
            return new ForgetSnapshotsResponse();
        });
    }
}
