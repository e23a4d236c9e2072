package io.jarrah.common.contract;

/**
 * What a cluster controller says of itself.
 *
 * @param tunnelAddress IPv4 address its tunnels end at, for the controllers of other clusters; empty when it has no tunnels
 * @param inCharge whether it is the one of the cluster's controllers that serves the cluster
 * @param networkGeneration generation of the network document it has; 0 for none
 * @param nodesGeneration generation of the node registry it has; 0 for none
 */
public record ClusterDescription(
        String tunnelAddress, boolean inCharge, long networkGeneration, long nodesGeneration) {}
