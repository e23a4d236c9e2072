package io.jarrah.common.contract;

import io.jarrah.common.id.NetworkId;

/**
 * The instance's one network interface.
 *
 * @param network the network it is in
 * @param segment VLAN tag or VXLAN id of that network, 1 to 16777214
 * @param mac d0:0d:xx:xx:xx:xx, lower case
 * @param privateIp dotted IPv4 address that DHCP hands to the MAC; {@link NetworkEndpoint#NO_ADDRESS} when the site's DHCP decides
 * @param mtu bytes; 1450 inside VXLAN
 */
public record InstanceNic(NetworkId network, int segment, String mac, String privateIp, int mtu) {}
