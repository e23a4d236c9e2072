package io.jarrah.cc;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A cloud controller that knows metadata by address, and can be away. */
final class FakeIdentity implements IdentityService {
    final Map<String, InstanceMetadata> byAddress = new ConcurrentHashMap<>();
    final AtomicInteger questions = new AtomicInteger();
    volatile boolean away;

    @Override
    public InstanceMetadata getInstanceMetadata(
            Correlation correlation, ClusterName cluster, NetworkId network, String sourceIp) {
        questions.incrementAndGet();
        if (away) {
            throw new ServiceException(ServiceException.Code.UNAVAILABLE, "away");
        }
        InstanceMetadata found = byAddress.get(network + " " + sourceIp);
        if (found == null) {
            throw new ServiceException(ServiceException.Code.NOT_FOUND, "no instance at " + sourceIp);
        }
        return found;
    }

    @Override
    public SigningKey getSigningKey(
            Correlation correlation, String accessKeyId, LocalDate date, String region, String service) {
        throw new ServiceException(ServiceException.Code.NOT_FOUND, "no keys here");
    }

    @Override
    public VerifiedPrincipal verifySignatureV2(
            Correlation correlation, String accessKeyId, String algorithm, String stringToSign, String signature) {
        throw new ServiceException(ServiceException.Code.NOT_FOUND, "no keys here");
    }

    @Override
    public Changes<Component> describeComponents(Correlation correlation, Revision since, Duration wait) {
        return new Changes<>(new Revision("fake", 1), true, List.of());
    }
}
