package io.jarrah.common.contract;

import io.jarrah.common.id.NodeName;
import java.net.URI;

/**
 * A node that belongs to a cluster.
 *
 * @param name the node
 * @param endpoint https URL of its SOAP service
 * @param certificateSha256 fingerprint of its registered certificate, 64 lower-case hex digits
 */
public record NodeRegistration(NodeName name, URI endpoint, String certificateSha256) {}
