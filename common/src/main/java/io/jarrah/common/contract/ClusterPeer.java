package io.jarrah.common.contract;

import io.jarrah.common.id.ClusterName;
import java.util.Comparator;
import java.util.List;

/**
 * Another cluster of the cloud, as a cluster controller needs to know it to reach its instances.
 *
 * @param cluster its name
 * @param tunnelAddress IPv4 address that its controller's tunnels end at
 * @param prefixes IPv4 prefixes of its tenants' networks, such as 172.16.20.0/24; no other cluster has one of them
 */
public record ClusterPeer(ClusterName cluster, String tunnelAddress, List<String> prefixes) {
    /** How lists of them are kept. */
    static final Comparator<ClusterPeer> ORDER = Comparator.comparing(ClusterPeer::cluster);

    public ClusterPeer {
        prefixes = Ordered.copy(prefixes, Comparator.naturalOrder());
    }
}
