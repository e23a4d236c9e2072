package io.jarrah.common.contract;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Address;
import io.jarrah.common.net.Ipv6Prefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses the instances of a network may have.
 *
 * @param mode whose network it is
 * @param prefix empty when nothing is known of it, as mode SYSTEM allows
 */
public record SegmentHosts(VnetMode mode, Optional<Ipv4Prefix> prefix) {
    /**
     * Those of a segment.
     *
     * @throws IllegalArgumentException when its prefix is none, or must be known
     */
    public static SegmentHosts of(NetworkSegment segment, VnetMode mode) {
        boolean unknown = mode == VnetMode.SYSTEM && segment.cidr().equals(NetworkSegment.UNKNOWN);
        return new SegmentHosts(mode, unknown ? Optional.empty() : Optional.of(Ipv4Prefix.parse(segment.cidr())));
    }

    /**
     * Passes networks and instances whose IPv6 can be applied as a whole.
     *
     * @throws IllegalArgumentException naming the first prefix or address that is none, is out of its place, or is given twice
     */
    public static void requireIpv6(
            Collection<NetworkSegment> segments, Collection<NetworkEndpoint> endpoints, VnetMode mode) {
        Map<NetworkId, Ipv6Prefix> prefixes = new HashMap<>();
        Set<String> unique = new HashSet<>();
        for (NetworkSegment segment : segments) {
            segment.cidr6().ifPresent(cidr -> {
                if (FlatNetwork.isFlat(mode)) {
                    throw new IllegalArgumentException("network " + segment.id() + " has an IPv6 prefix, but in mode "
                            + mode + " it is the site's");
                }
                if (!unique.add(cidr)) {
                    throw new IllegalArgumentException("IPv6 prefix " + cidr + " is given twice");
                }
                prefixes.put(segment.id(), Ipv6Prefix.network(cidr));
            });
        }
        for (NetworkEndpoint endpoint : endpoints) {
            endpoint.ipv6().ifPresent(address -> {
                Ipv6Prefix prefix = prefixes.get(endpoint.network());
                boolean possible = prefix != null
                        && Ipv6Address.canonical(address)
                                .filter(prefix::isForInstances)
                                .isPresent();
                if (!possible || !unique.add(address)) {
                    throw new IllegalArgumentException("instance " + endpoint.instanceId()
                            + " cannot have the IPv6 address \"" + address + "\", which is no host's of "
                            + (prefix == null ? "a network without IPv6" : prefix) + " or given twice");
                }
            });
        }
    }

    /** Whether the instance has one of them, or, where the site's DHCP server decides, has still to get its own. */
    public boolean permit(NetworkEndpoint endpoint) {
        boolean open = mode == VnetMode.SYSTEM && endpoint.knownAddress().isEmpty();
        return open
                || Ipv4Prefix.address(endpoint.privateIp()).filter(this::isHost).isPresent();
    }

    /** The first address of a network of ours is the gateway; the site may give its own to anybody. */
    private boolean isHost(int address) {
        return prefix.map(known -> FlatNetwork.isFlat(mode) ? known.isHost(address) : known.isForInstances(address))
                .orElse(true);
    }

    @Override
    public String toString() {
        return prefix.map(Ipv4Prefix::toString).orElse(NetworkSegment.UNKNOWN);
    }
}
