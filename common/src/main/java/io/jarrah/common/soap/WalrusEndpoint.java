package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.WalrusService;
import io.jarrah.common.id.AccountId;
import io.jarrah.wsdl.walrus.DescribeObject;
import io.jarrah.wsdl.walrus.DescribeObjectResponse;
import io.jarrah.wsdl.walrus.ServiceFault;
import io.jarrah.wsdl.walrus.WalrusPort;

/** Lets others call Walrus. */
final class WalrusEndpoint implements WalrusPort {
    private final WalrusService service;
    private final Dispatcher<ServiceFault> dispatcher;

    WalrusEndpoint(WalrusService service, CallMetrics metrics) {
        this.service = service;
        this.dispatcher = new Dispatcher<>(Contract.WALRUS, ServiceFault::new, metrics);
    }

    @Override
    public DescribeObjectResponse describeObject(DescribeObject request) throws ServiceFault {
        return dispatcher.answer("describeObject", request.getCorrelation(), call -> {
            ObjectDescription value = service.describeObject(
                    call.correlation(),
                    read(() -> new AccountId(request.getReader())),
                    request.getBucket(),
                    request.getKey());
            DescribeObjectResponse response = new DescribeObjectResponse();
            response.setObject(IdentityTypes.toWire(value));
            return response;
        });
    }
}
