package io.jarrah.common.contract;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import java.util.Comparator;

/**
 * One tenant network in one cluster.
 *
 * @param id the network
 * @param accountId the owner
 * @param segment VLAN tag or VXLAN id, unique in the cloud
 * @param cidr IPv4 prefix such as 172.16.10.0/24; the first host address is the gateway, on the cluster controller. In modes STATIC
 *     and SYSTEM it is the site's own network, with {@link #UNKNOWN} for one that nothing is known of
 * @param mtu bytes; 1450 inside VXLAN
 */
public record NetworkSegment(NetworkId id, AccountId accountId, int segment, String cidr, int mtu) {
    /** Stands for a prefix of which nothing is known. */
    public static final String UNKNOWN = "0.0.0.0/0";

    /** How lists of them are kept. */
    static final Comparator<NetworkSegment> ORDER =
            Comparator.comparingInt(NetworkSegment::segment).thenComparing(NetworkSegment::id);
}
