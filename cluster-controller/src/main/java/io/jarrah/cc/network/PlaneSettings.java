package io.jarrah.cc.network;

import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.InterfaceNames;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the administrator decided about the cluster's network.
 *
 * @param cluster the cluster; part of the MAC addresses of its bridges
 * @param subnet the prefix that all tenants' networks are cut from (VNET_SUBNET)
 * @param publicInterface where instances reach the outside, and are reached by public addresses (VNET_PUBINTERFACE)
 * @param privateInterface where the nodes are reached (VNET_PRIVINTERFACE); carries the tenants' networks
 * @param wiring how it carries them (VNET_MODE, VNET_ISOLATION)
 * @param tunnelAddress IPv4 address tunnels of nodes and other clusters end at (VNET_VIRTUALIP, VNET_LOCALIP); empty for the first one of the private interface
 * @param dnsServers IPv4 addresses that DHCP tells when there is no name server of ours (VNET_DNS)
 * @param ntpServers IPv4 addresses of time servers that DHCP tells (VNET_NTP)
 * @param domain domain name that DHCP tells
 * @param relayPort TCP port of the metadata relay on every gateway address
 * @param dnsPort UDP and TCP port of the instances' name server on every gateway address (DNS_PORT); empty for none
 * @param lease how long a DHCP lease lasts
 * @param subnet6 the IPv6 prefix that tenants' networks get theirs from (VNET_SUBNET6); empty where they have IPv4 only
 */
public record PlaneSettings(
        ClusterName cluster,
        Ipv4Prefix subnet,
        String publicInterface,
        String privateInterface,
        Wiring wiring,
        Optional<String> tunnelAddress,
        List<String> dnsServers,
        List<String> ntpServers,
        Optional<String> domain,
        int relayPort,
        OptionalInt dnsPort,
        Duration lease,
        Optional<Ipv6Prefix> subnet6) {
    public PlaneSettings {
        dnsServers = List.copyOf(dnsServers);
        ntpServers = List.copyOf(ntpServers);
        InterfaceNames.require("VNET_PUBINTERFACE", publicInterface);
        InterfaceNames.require("VNET_PRIVINTERFACE", privateInterface);
        dnsServers.forEach(address -> requireAddress("VNET_DNS", address));
        ntpServers.forEach(address -> requireAddress("VNET_NTP", address));
        tunnelAddress.ifPresent(address -> requireAddress("VNET_LOCALIP", address));
        domain.ifPresent(PlaneSettings::requireDomain);
        if (relayPort < 1 || relayPort > 65535) {
            throw new IllegalArgumentException("the metadata relay's port must be 1 to 65535: " + relayPort);
        }
    }

    /** Which interface serves which network. */
    public GatewayInterfaces gateways() {
        return new GatewayInterfaces(wiring, privateInterface, subnet);
    }

    static void requireDomain(String name) {
        if (!name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("not a domain name: \"" + name + "\"");
        }
    }

    private static void requireAddress(String setting, String address) {
        if (Ipv4Prefix.address(address).isEmpty()) {
            throw new IllegalArgumentException(
                    setting + " has something that is not an IPv4 address: \"" + address + "\"");
        }
    }
}
