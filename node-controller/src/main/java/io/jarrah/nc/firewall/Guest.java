package io.jarrah.nc.firewall;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.List;
import java.util.Optional;

/**
 * An instance of this node as the firewall sees it.
 *
 * @param id the instance
 * @param tap the host's end of its interface
 * @param mac the only MAC address it may send from, lower case
 * @param address the only IPv4 address it may send from; empty while the site's DHCP server has not given it one (mode SYSTEM)
 * @param gateway IPv4 address of its network's gateway, which serves DHCP and metadata; empty in the site's own network, where any host may
 *     serve DHCP and there is no metadata service
 * @param groups its security groups
 * @param ipv6 the only IPv6 address it may send from beside link-local ones; empty for a guest that speaks no IPv6
 */
public record Guest(
        InstanceId id,
        String tap,
        String mac,
        Optional<String> address,
        Optional<String> gateway,
        List<SecurityGroupId> groups,
        Optional<String> ipv6) {
    /** One that speaks no IPv6. */
    public Guest(
            InstanceId id,
            String tap,
            String mac,
            Optional<String> address,
            Optional<String> gateway,
            List<SecurityGroupId> groups) {
        this(id, tap, mac, address, gateway, groups, Optional.empty());
    }

    public Guest {
        groups = List.copyOf(groups);
    }
}
