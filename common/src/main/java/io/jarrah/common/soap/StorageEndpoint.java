package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.fromWire;
import static io.jarrah.common.soap.BasicTypes.map;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.wsdl.storage.ApplyVolume;
import io.jarrah.wsdl.storage.ApplyVolumeResponse;
import io.jarrah.wsdl.storage.DeleteVolume;
import io.jarrah.wsdl.storage.DeleteVolumeResponse;
import io.jarrah.wsdl.storage.DescribeStorage;
import io.jarrah.wsdl.storage.DescribeStorageResponse;
import io.jarrah.wsdl.storage.DescribeVolumes;
import io.jarrah.wsdl.storage.DescribeVolumesResponse;
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
}
