package io.jarrah.clc.component;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of the registry.
 *
 * @param role what it is
 * @param name unique in its role
 * @param cluster the cluster of an SC, CC or NC
 * @param endpoint where it answers; empty until it joined
 * @param certificateSha256 fingerprint of its certificate; empty until it joined
 * @param revoked whether it was deregistered
 * @param registered when the row was made
 * @param lastSeen when it last asked for the registry
 */
public record RegisteredComponent(
        ComponentRole role,
        String name,
        Optional<ClusterName> cluster,
        Optional<URI> endpoint,
        Optional<String> certificateSha256,
        boolean revoked,
        Instant registered,
        Optional<Instant> lastSeen) {
    /** As other components are told of it; empty until it joined. */
    public Optional<Component> published() {
        if (endpoint.isEmpty() || certificateSha256.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Component(role, name, cluster, endpoint.get(), certificateSha256.get(), revoked));
    }
}
