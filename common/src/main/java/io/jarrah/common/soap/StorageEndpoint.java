package io.jarrah.common.soap;

import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.wsdl.storage.DescribeStorage;
import io.jarrah.wsdl.storage.DescribeStorageResponse;
import io.jarrah.wsdl.storage.ServiceFault;
import io.jarrah.wsdl.storage.StoragePort;

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
}
