package io.jarrah.walrus.testing;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.sign.SigV2Signature;
import io.jarrah.common.sign.SigV4Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An identity service that knows the keys it was told. Semantic: it derives and verifies as the real one does. */
public final class InMemoryIdentityService implements IdentityService {
    private static final Duration KEY_LIFE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Map<String, Holder> keys = new ConcurrentHashMap<>();

    private record Holder(String secret, VerifiedPrincipal principal) {}

    public InMemoryIdentityService(InstantSource clock) {
        this.clock = clock;
    }

    /** Makes an access key of an account's root user known. */
    public void addKey(String accessKeyId, String secret, AccountId account, boolean cloudAdministrator) {
        VerifiedPrincipal principal = new VerifiedPrincipal(
                account,
                "account-" + account.value(),
                account.value(),
                "",
                "arn:aws:iam::" + account.value() + ":root",
                cloudAdministrator);
        keys.put(accessKeyId, new Holder(secret, principal));
    }

    /** Forgets an access key. */
    public void removeKey(String accessKeyId) {
        keys.remove(accessKeyId);
    }

    @Override
    public SigningKey getSigningKey(
            Correlation correlation, String accessKeyId, LocalDate date, String region, String service) {
        Holder holder = holder(accessKeyId);
        byte[] key = SigV4Keys.derive(holder.secret(), date, region, service);
        return new SigningKey(key, holder.principal(), clock.instant().plus(KEY_LIFE));
    }

    @Override
    public VerifiedPrincipal verifySignatureV2(
            Correlation correlation, String accessKeyId, String algorithm, String stringToSign, String signature) {
        Holder holder = holder(accessKeyId);
        if (!SigV2Signature.matches(holder.secret(), algorithm, stringToSign, signature)) {
            throw new ServiceException(ServiceException.Code.ACCESS_DENIED, "the signature does not match");
        }
        return holder.principal();
    }

    @Override
    public InstanceMetadata getInstanceMetadata(
            Correlation correlation, ClusterName cluster, NetworkId network, String sourceIp) {
        throw new ServiceException(ServiceException.Code.NOT_FOUND, "there are no instances here");
    }

    @Override
    public Changes<Component> describeComponents(Correlation correlation, Revision since, Duration wait) {
        return new Changes<>(Revision.NONE, true, List.of());
    }

    private Holder holder(String accessKeyId) {
        Holder holder = keys.get(accessKeyId);
        if (holder == null) {
            throw new ServiceException(ServiceException.Code.NOT_FOUND, "there is no access key " + accessKeyId);
        }
        return holder;
    }
}
