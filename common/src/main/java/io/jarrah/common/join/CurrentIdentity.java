package io.jarrah.common.join;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.soap.ExpectedPeer;
import io.jarrah.common.soap.SoapClients;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The cloud controller at the endpoint that the registry has for it, looked up for every call. */
final class CurrentIdentity implements IdentityService {
    private final ComponentRegistry registry;
    private final SoapClients clients;
    private final Map<URI, IdentityService> byEndpoint = new ConcurrentHashMap<>();

    CurrentIdentity(ComponentRegistry registry, SoapClients clients) {
        this.registry = registry;
        this.clients = clients;
    }

    private IdentityService current() {
        List<Component> known = registry.all(ComponentRole.CLC);
        if (known.isEmpty()) {
            throw new ServiceException(
                    ServiceException.Code.UNAVAILABLE, "no cloud controller is in the registry of components");
        }
        return byEndpoint.computeIfAbsent(
                known.getFirst().endpoint(),
                endpoint -> clients.identity(endpoint, ExpectedPeer.certified(ComponentRole.CLC)));
    }

    @Override
    public SigningKey getSigningKey(
            Correlation correlation, String accessKeyId, LocalDate date, String region, String service) {
        return current().getSigningKey(correlation, accessKeyId, date, region, service);
    }

    @Override
    public VerifiedPrincipal verifySignatureV2(
            Correlation correlation, String accessKeyId, String algorithm, String stringToSign, String signature) {
        return current().verifySignatureV2(correlation, accessKeyId, algorithm, stringToSign, signature);
    }

    @Override
    public InstanceMetadata getInstanceMetadata(
            Correlation correlation, ClusterName cluster, NetworkId network, String sourceIp) {
        return current().getInstanceMetadata(correlation, cluster, network, sourceIp);
    }

    @Override
    public Changes<Component> describeComponents(Correlation correlation, Revision since, Duration wait) {
        return current().describeComponents(correlation, since, wait);
    }
}
