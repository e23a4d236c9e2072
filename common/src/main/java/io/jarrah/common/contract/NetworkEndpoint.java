package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;

/**
 * One instance's place in a network: what DHCP and the metadata relay know of it.
 *
 * @param instanceId the instance
 * @param network the network
 * @param mac lower case, unique in the cloud
 * @param privateIp inside the network's prefix, unique in it
 * @param hostname host name without domain
 */
public record NetworkEndpoint(
        InstanceId instanceId, NetworkId network, String mac, String privateIp, String hostname) {}
