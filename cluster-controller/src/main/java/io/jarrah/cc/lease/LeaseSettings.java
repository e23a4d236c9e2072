package io.jarrah.cc.lease;

import io.jarrah.common.net.InterfaceNames;
import io.jarrah.common.net.Ipv4Prefix;

/**
 * What two controllers of one cluster have in common.
 *
 * @param privateInterface where they hear each other, and where the virtual address is (VNET_PRIVINTERFACE)
 * @param virtualAddress IPv4 address of the one in charge (VNET_VIRTUALIP)
 * @param routerId VRRP's number of the pair on that layer 2, 1 to 255 (VNET_VRID)
 * @param subnet where guests' addresses are from (VNET_SUBNET)
 * @param tenants number of the group of interfaces that tenants' bridges are in
 */
public record LeaseSettings(
        String privateInterface, String virtualAddress, int routerId, Ipv4Prefix subnet, int tenants) {
    public LeaseSettings {
        InterfaceNames.require("VNET_PRIVINTERFACE", privateInterface);
        int address = Ipv4Prefix.address(virtualAddress)
                .orElseThrow(() -> new IllegalArgumentException(
                        "VNET_VIRTUALIP has something that is not an IPv4 address: \"" + virtualAddress + "\""));
        if (subnet.contains(address)) {
            throw new IllegalArgumentException("VNET_VIRTUALIP=\"" + virtualAddress + "\" is in VNET_SUBNET " + subnet
                    + ", where instances get their addresses; choose a free one of the network of VNET_PRIVINTERFACE");
        }
        if (routerId < 1 || routerId > 255) {
            throw new IllegalArgumentException("VNET_VRID must be 1 to 255: " + routerId);
        }
    }
}
