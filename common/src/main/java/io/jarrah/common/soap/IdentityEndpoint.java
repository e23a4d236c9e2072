package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.fromWire;
import static io.jarrah.common.soap.BasicTypes.read;
import static io.jarrah.common.soap.BasicTypes.toWire;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.wsdl.identity.DescribeComponents;
import io.jarrah.wsdl.identity.DescribeComponentsResponse;
import io.jarrah.wsdl.identity.GetInstanceMetadata;
import io.jarrah.wsdl.identity.GetInstanceMetadataResponse;
import io.jarrah.wsdl.identity.GetSigningKey;
import io.jarrah.wsdl.identity.GetSigningKeyResponse;
import io.jarrah.wsdl.identity.IdentityPort;
import io.jarrah.wsdl.identity.ServiceFault;
import io.jarrah.wsdl.identity.VerifySignatureV2;
import io.jarrah.wsdl.identity.VerifySignatureV2Response;
import java.time.Duration;
import java.util.function.Function;

/** Lets others call the cloud controller's identity service. */
final class IdentityEndpoint implements IdentityPort {
    private final Function<Component, IdentityService> service;
    private final Dispatcher<ServiceFault> dispatcher;

    IdentityEndpoint(Function<Component, IdentityService> service, CallMetrics metrics) {
        this.service = service;
        this.dispatcher = new Dispatcher<>(Contract.IDENTITY, ServiceFault::new, metrics);
    }

    @Override
    public GetSigningKeyResponse getSigningKey(GetSigningKey request) throws ServiceFault {
        return dispatcher.answer("getSigningKey", request.getCorrelation(), call -> {
            SigningKey value = service.apply(call.caller())
                    .getSigningKey(
                            call.correlation(),
                            request.getAccessKeyId(),
                            IdentityTypes.fromWire(request.getDate()),
                            request.getRegion(),
                            request.getService());
            GetSigningKeyResponse response = new GetSigningKeyResponse();
            response.setSigningKey(IdentityTypes.toWire(value));
            return response;
        });
    }

    @Override
    public VerifySignatureV2Response verifySignatureV2(VerifySignatureV2 request) throws ServiceFault {
        return dispatcher.answer("verifySignatureV2", request.getCorrelation(), call -> {
            VerifiedPrincipal value = service.apply(call.caller())
                    .verifySignatureV2(
                            call.correlation(),
                            request.getAccessKeyId(),
                            request.getAlgorithm(),
                            request.getStringToSign(),
                            request.getSignature());
            VerifySignatureV2Response response = new VerifySignatureV2Response();
            response.setPrincipal(IdentityTypes.toWire(value));
            return response;
        });
    }

    @Override
    public GetInstanceMetadataResponse getInstanceMetadata(GetInstanceMetadata request) throws ServiceFault {
        return dispatcher.answer("getInstanceMetadata", request.getCorrelation(), call -> {
            Access.requireOwnCluster(call.caller(), request.getCluster());
            InstanceMetadata value = service.apply(call.caller())
                    .getInstanceMetadata(
                            call.correlation(),
                            read(() -> new ClusterName(request.getCluster())),
                            read(() -> new NetworkId(request.getNetwork())),
                            request.getSourceIp());
            GetInstanceMetadataResponse response = new GetInstanceMetadataResponse();
            response.setMetadata(IdentityTypes.toWire(value));
            return response;
        });
    }

    @Override
    public DescribeComponentsResponse describeComponents(DescribeComponents request) throws ServiceFault {
        return dispatcher.answer("describeComponents", request.getCorrelation(), call -> {
            Changes<Component> value = service.apply(call.caller())
                    .describeComponents(
                            call.correlation(),
                            fromWire(request.getSince()),
                            Duration.ofMillis(request.getWaitMillis()));
            DescribeComponentsResponse response = new DescribeComponentsResponse();
            response.setRevision(toWire(value.revision()));
            response.setComplete(value.complete());
            value.items().forEach(item -> response.getItem().add(IdentityTypes.toWire(item)));
            return response;
        });
    }
}
