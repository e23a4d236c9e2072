package io.jarrah.common.contract;

import io.jarrah.common.id.ClusterName;
import java.util.List;

/**
 * Another cluster of the cloud, as a cluster controller needs to know it to reach its instances.
 *
 * @param cluster its name
 * @param tunnelAddress IPv4 address that its controller's tunnels end at
 * @param prefixes IPv4 prefixes of its tenants' networks, such as 172.16.20.0/24; no other cluster has one of them
 */
public record ClusterPeer(ClusterName cluster, String tunnelAddress, List<String> prefixes) {
    public ClusterPeer {
        prefixes = List.copyOf(prefixes);
    }
}
