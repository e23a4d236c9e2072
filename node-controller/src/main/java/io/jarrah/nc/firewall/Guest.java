package io.jarrah.nc.firewall;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.List;

/**
 * An instance of this node as the firewall sees it.
 *
 * @param id the instance
 * @param tap the host's end of its interface
 * @param mac the only MAC address it may send from, lower case
 * @param address the only IPv4 address it may send from
 * @param gateway IPv4 address of its network's gateway, which serves DHCP
 * @param groups its security groups
 */
public record Guest(
        InstanceId id, String tap, String mac, String address, String gateway, List<SecurityGroupId> groups) {
    public Guest {
        groups = List.copyOf(groups);
    }
}
