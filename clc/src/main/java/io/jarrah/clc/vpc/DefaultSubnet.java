package io.jarrah.clc.vpc;

import io.jarrah.common.id.ClusterName;
import java.util.Optional;

/**
 * The default subnet of one account in one zone: how its tenant network there is shown.
 *
 * @param id such as subnet-0123456789abcdef0
 * @param zone the zone it is in
 * @param cidr the network's prefix, such as 172.16.8.0/21
 * @param availableAddresses how many more instances it can hold
 * @param cidr6 the network's IPv6 prefix, such as fd00:10:20:8::/64; empty where it has IPv4 only
 * @param assignsIpv6 whether instances get an IPv6 address without asking
 */
public record DefaultSubnet(
        String id,
        ClusterName zone,
        String cidr,
        int availableAddresses,
        Optional<String> cidr6,
        boolean assignsIpv6) {}
