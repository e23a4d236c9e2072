package io.jarrah.common.contract;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Optional;

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
