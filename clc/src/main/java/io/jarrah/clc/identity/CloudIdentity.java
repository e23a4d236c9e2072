package io.jarrah.clc.identity;

import io.jarrah.clc.account.AccessKeys;
import io.jarrah.clc.account.Credential;
import io.jarrah.clc.account.SystemKey;
import io.jarrah.clc.component.Components;
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
import io.jarrah.common.sign.SigV2Signature;
import io.jarrah.common.sign.SigV4Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The identity service. Keys leave it only derived for one day, region and service; secrets never. */
public final class CloudIdentity implements IdentityService {
    /** How long a component may keep a signing key, and so how long a deleted access key may still work there. */
    static final Duration KEY_LIFE = Duration.ofSeconds(60);

    private final AccessKeys keys;
    private final SystemKey systemKey;
    private final Components components;
    private final MetadataSource metadata;
    private final InstantSource clock;
    private final Optional<Component> caller;

    public CloudIdentity(
            AccessKeys keys, SystemKey systemKey, Components components, MetadataSource metadata, InstantSource clock) {
        this(keys, systemKey, components, metadata, clock, Optional.empty());
    }

    private CloudIdentity(
            AccessKeys keys,
            SystemKey systemKey,
            Components components,
            MetadataSource metadata,
            InstantSource clock,
            Optional<Component> caller) {
        this.keys = keys;
        this.systemKey = systemKey;
        this.components = components;
        this.metadata = metadata;
        this.clock = clock;
        this.caller = caller;
    }

    /** The same service, knowing which component calls. */
    public CloudIdentity calledBy(Component component) {
        return new CloudIdentity(keys, systemKey, components, metadata, clock, Optional.of(component));
    }

    @Override
    public SigningKey getSigningKey(
            Correlation correlation, String accessKeyId, LocalDate date, String region, String service) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        // A presigned URL is good for seven days; nobody needs a key of another time.
        if (date.isBefore(today.minusDays(8)) || date.isAfter(today.plusDays(1))) {
            throw new ServiceException(
                    ServiceException.Code.INVALID, "no signing key is derived for " + date + ", today is " + today);
        }
        Credential credential = credential(accessKeyId);
        return new SigningKey(
                SigV4Keys.derive(credential.secret(), date, region, service),
                credential.principal(),
                now.plus(KEY_LIFE));
    }

    @Override
    public VerifiedPrincipal verifySignatureV2(
            Correlation correlation, String accessKeyId, String algorithm, String stringToSign, String signature) {
        Credential credential = credential(accessKeyId);
        if (!SigV2Signature.matches(credential.secret(), algorithm, stringToSign, signature)) {
            throw new ServiceException(
                    ServiceException.Code.ACCESS_DENIED,
                    "the signature does not match that of access key " + accessKeyId);
        }
        return credential.principal();
    }

    private Credential credential(String accessKeyId) {
        if (accessKeyId.equals(systemKey.id())) {
            return systemKey.credential();
        }
        return keys.credential(accessKeyId)
                .orElseThrow(() -> new ServiceException(
                        ServiceException.Code.NOT_FOUND, "there is no active access key of that id"));
    }

    @Override
    public InstanceMetadata getInstanceMetadata(
            Correlation correlation, ClusterName cluster, NetworkId network, String sourceIp) {
        return metadata.of(correlation, cluster, network, sourceIp);
    }

    @Override
    public Changes<Component> describeComponents(Correlation correlation, Revision since, Duration wait) {
        caller.ifPresent(component -> components.seen(component, clock.instant()));
        return components.since(since, wait);
    }
}
