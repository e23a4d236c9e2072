package io.jarrah.common.contract;

/**
 * What a cluster controller says of itself.
 *
 * @param tunnelAddress IPv4 address its tunnels end at, for the controllers of other clusters; empty when it has no tunnels
 */
public record ClusterDescription(String tunnelAddress) {}
