package io.jarrah.clc.vpc;

import io.jarrah.common.id.ClusterName;

/**
 * The default subnet of one account in one zone: how its tenant network there is shown.
 *
 * @param id such as subnet-0123456789abcdef0
 * @param zone the zone it is in
 * @param cidr the network's prefix, such as 172.16.8.0/21
 * @param availableAddresses how many more instances it can hold
 */
public record DefaultSubnet(String id, ClusterName zone, String cidr, int availableAddresses) {}
