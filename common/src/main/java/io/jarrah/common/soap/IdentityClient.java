package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.fromWire;
import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.toWire;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.Revision;
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
import io.jarrah.wsdl.identity.VerifySignatureV2;
import io.jarrah.wsdl.identity.VerifySignatureV2Response;
import java.time.Duration;
import java.time.LocalDate;

/** The cloud controller's identity service as others call it. */
final class IdentityClient implements IdentityService {
    private final ClientCall<IdentityPort> call;

    IdentityClient(ClientCall<IdentityPort> call) {
        this.call = call;
    }

    @Override
    public SigningKey getSigningKey(
            Correlation correlation, String accessKeyId, LocalDate date, String region, String service) {
        GetSigningKey request = new GetSigningKey();
        request.setCorrelation(correlation.id());
        request.setAccessKeyId(accessKeyId);
        request.setDate(IdentityTypes.toWire(date));
        request.setRegion(region);
        request.setService(service);
        GetSigningKeyResponse response =
                call.send("getSigningKey", correlation, Duration.ZERO, port -> port.getSigningKey(request));
        return IdentityTypes.fromWire(response.getSigningKey());
    }

    @Override
    public VerifiedPrincipal verifySignatureV2(
            Correlation correlation, String accessKeyId, String algorithm, String stringToSign, String signature) {
        VerifySignatureV2 request = new VerifySignatureV2();
        request.setCorrelation(correlation.id());
        request.setAccessKeyId(accessKeyId);
        request.setAlgorithm(algorithm);
        request.setStringToSign(stringToSign);
        request.setSignature(signature);
        VerifySignatureV2Response response =
                call.send("verifySignatureV2", correlation, Duration.ZERO, port -> port.verifySignatureV2(request));
        return IdentityTypes.fromWire(response.getPrincipal());
    }

    @Override
    public InstanceMetadata getInstanceMetadata(
            Correlation correlation, ClusterName cluster, NetworkId network, String sourceIp) {
        GetInstanceMetadata request = new GetInstanceMetadata();
        request.setCorrelation(correlation.id());
        request.setCluster(cluster.value());
        request.setNetwork(network.value());
        request.setSourceIp(sourceIp);
        GetInstanceMetadataResponse response =
                call.send("getInstanceMetadata", correlation, Duration.ZERO, port -> port.getInstanceMetadata(request));
        return IdentityTypes.fromWire(response.getMetadata());
    }

    @Override
    public Changes<Component> describeComponents(Correlation correlation, Revision since, Duration wait) {
        DescribeComponents request = new DescribeComponents();
        request.setCorrelation(correlation.id());
        request.setSince(toWire(since));
        request.setWaitMillis(BasicTypes.toMillis(wait));
        DescribeComponentsResponse response =
                call.send("describeComponents", correlation, wait, port -> port.describeComponents(request));
        return new Changes<>(
                fromWire(response.getRevision()),
                response.isComplete(),
                map(response.getItem(), IdentityTypes::fromWire));
    }
}
