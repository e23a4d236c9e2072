package io.jarrah.common.contract;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import java.util.Comparator;
import java.util.Optional;

/**
 * One tenant network in one cluster.
 *
 * @param id the network
 * @param accountId the owner
 * @param segment VLAN tag or VXLAN id, unique in the cloud
 * @param cidr IPv4 prefix such as 172.16.10.0/24; the first host address is the gateway, on the cluster controller. In modes STATIC
 *     and SYSTEM it is the site's own network, with {@link #UNKNOWN} for one that nothing is known of
 * @param mtu bytes; 1450 inside VXLAN
 * @param cidr6 IPv6 prefix of 64 bits such as fd00:10:20:8::/64, whose first address is the gateway's too; empty where there is no IPv6
 */
public record NetworkSegment(
        NetworkId id, AccountId accountId, int segment, String cidr, int mtu, Optional<String> cidr6) {
    /** Stands for a prefix of which nothing is known. */
    public static final String UNKNOWN = "0.0.0.0/0";

    /** How lists of them are kept. */
    static final Comparator<NetworkSegment> ORDER =
            Comparator.comparingInt(NetworkSegment::segment).thenComparing(NetworkSegment::id);

    /** A network without IPv6. */
    public NetworkSegment(NetworkId id, AccountId accountId, int segment, String cidr, int mtu) {
        this(id, accountId, segment, cidr, mtu, Optional.empty());
    }
}
