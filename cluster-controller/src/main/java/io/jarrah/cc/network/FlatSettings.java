package io.jarrah.cc.network;

import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.InterfaceNames;
import java.time.Duration;
import java.util.Optional;

/**
 * What the administrator decided about a cluster whose instances are in the site's own network.
 *
 * @param cluster the cluster
 * @param network the site's network
 * @param privateInterface this host's interface in it, on which DHCP is served in mode STATIC (VNET_PRIVINTERFACE)
 * @param domain domain name that DHCP tells (VNET_DOMAINNAME)
 * @param lease how long a DHCP lease lasts
 */
public record FlatSettings(
        ClusterName cluster, FlatNetwork network, String privateInterface, Optional<String> domain, Duration lease) {
    public FlatSettings {
        InterfaceNames.require("VNET_PRIVINTERFACE", privateInterface);
        domain.ifPresent(PlaneSettings::requireDomain);
    }
}
