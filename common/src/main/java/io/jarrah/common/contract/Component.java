package io.jarrah.common.contract;

import io.jarrah.common.id.ClusterName;
import java.net.URI;
import java.util.Optional;

/**
 * A registered component: whom to call, and whose signature to accept.
 *
 * @param role what it is
 * @param name unique in its role
 * @param cluster the cluster of an SC, CC or NC
 * @param endpoint https URL of its SOAP service
 * @param certificateSha256 fingerprint of its certificate, 64 lower-case hex digits
 * @param revoked true once it was deregistered; its signature is refused from then on
 */
public record Component(
        ComponentRole role,
        String name,
        Optional<ClusterName> cluster,
        URI endpoint,
        String certificateSha256,
        boolean revoked) {}
