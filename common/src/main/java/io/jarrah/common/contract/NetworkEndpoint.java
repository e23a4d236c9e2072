package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One instance's place in a network: what DHCP, the metadata relay, address translation and the node's firewall know of it.
 *
 * @param instanceId the instance
 * @param network the network
 * @param mac lower case, unique in the cloud
 * @param privateIp inside the network's prefix, unique in it; {@link #NO_ADDRESS} while the site's DHCP has not given it one (mode SYSTEM)
 * @param hostname host name without domain
 * @param groups the security groups it is in; what none of them permits does not reach it
 * @param publicIp the public IPv4 address that is translated to the private one, unique in the cloud; empty for none
 * @param ipv6 its IPv6 address, inside the network's prefix and unique in the cloud; empty for none: then it speaks no IPv6
 */
public record NetworkEndpoint(
        InstanceId instanceId,
        NetworkId network,
        String mac,
        String privateIp,
        String hostname,
        List<SecurityGroupId> groups,
        Optional<String> publicIp,
        Optional<String> ipv6) {
    /** Stands for an address that is not known yet. */
    public static final String NO_ADDRESS = "0.0.0.0";

    /** How lists of them are kept. */
    static final Comparator<NetworkEndpoint> ORDER = Comparator.comparing(NetworkEndpoint::instanceId);

    public NetworkEndpoint {
        groups = Ordered.copy(groups, Comparator.naturalOrder());
    }

    /** One without IPv6. */
    public NetworkEndpoint(
            InstanceId instanceId,
            NetworkId network,
            String mac,
            String privateIp,
            String hostname,
            List<SecurityGroupId> groups,
            Optional<String> publicIp) {
        this(instanceId, network, mac, privateIp, hostname, groups, publicIp, Optional.empty());
    }

    /** The private address, when it is known. */
    public Optional<String> knownAddress() {
        return Optional.of(privateIp).filter(address -> !address.equals(NO_ADDRESS));
    }
}
