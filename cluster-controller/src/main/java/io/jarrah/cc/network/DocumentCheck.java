package io.jarrah.cc.network;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.contract.GroupDelta;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.SegmentHosts;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refuses a network document that could not be applied as a whole, before it is taken up. */
public final class DocumentCheck {
    private static final int MAX_SEGMENTS = 16_384;
    private static final int MAX_ENDPOINTS = 262_144;
    private static final int MAX_GROUPS = 262_144;
    private static final int MAX_SEGMENT = Wiring.VXLAN.maxSegment();
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 9216;
    private static final int MAC_LENGTH = 17;
    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private DocumentCheck() {}

    /**
     * Passes a document that can be applied as a whole in that mode.
     *
     * @throws ServiceException INVALID, naming the first thing that is wrong
     */
    public static void require(NetworkDocument document, VnetMode mode) {
        requireSize(document);
        Set<SecurityGroupId> groups = GroupCheck.require(document.groups());
        Map<NetworkId, SegmentHosts> hosts = segments(document.segments(), mode);
        Map<NetworkId, Ipv4Prefix> prefixes = new HashMap<>();
        hosts.forEach((network, known) -> known.prefix().ifPresent(prefix -> prefixes.put(network, prefix)));
        List<Ipv4Prefix> taken = new ArrayList<>(prefixes.values());
        taken.addAll(PeerCheck.require(document.peers(), prefixes));
        Set<String> macs = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        PublicAddressCheck publicAddresses = new PublicAddressCheck(taken);
        try {
            SegmentHosts.requireIpv6(document.segments(), document.endpoints(), mode);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(ServiceException.Code.INVALID, "network document refused: " + e.getMessage(), e);
        }
        for (NetworkEndpoint endpoint : document.endpoints()) {
            require(endpoint, hosts.get(endpoint.network()));
            if (!macs.add(endpoint.mac())) {
                throw invalid("MAC address " + endpoint.mac() + " is given twice");
            }
            if (endpoint.knownAddress().isPresent() && !addresses.add(endpoint.privateIp())) {
                throw invalid("address " + endpoint.privateIp() + " is given twice");
            }
            if (FlatNetwork.isFlat(mode) && endpoint.publicIp().isPresent()) {
                throw invalid("instance " + endpoint.instanceId()
                        + " has a public address, but nothing is translated in mode " + mode);
            }
            publicAddresses.require(endpoint);
            for (SecurityGroupId group : endpoint.groups()) {
                if (!groups.contains(group)) {
                    throw invalid("instance " + endpoint.instanceId() + " is in group " + group
                            + ", which is not in the document");
                }
            }
        }
    }

    private static void requireSize(NetworkDocument document) {
        if (document.segments().size() > MAX_SEGMENTS
                || document.endpoints().size() > MAX_ENDPOINTS
                || document.groups().size() > MAX_GROUPS) {
            throw invalid("it has more than " + MAX_SEGMENTS + " segments, " + MAX_ENDPOINTS + " endpoints or "
                    + MAX_GROUPS + " groups");
        }
    }

    /**
     * Passes a document that differs from one that passed by groups alone.
     *
     * @param delta says by which; it removes none
     * @throws ServiceException INVALID, naming the first thing that is wrong
     */
    public static void requireGroups(NetworkDocument document, NetworkDelta delta) {
        requireSize(document);
        Set<SecurityGroupId> changed =
                delta.groups().stream().map(GroupDelta::id).collect(Collectors.toSet());
        // No id is given twice: a delta puts its groups into the place of those that were there.
        Set<SecurityGroupId> unused = GroupCheck.require(document.groups().stream()
                .filter(group -> changed.contains(group.id()))
                .toList());
    }

    private static Map<NetworkId, SegmentHosts> segments(List<NetworkSegment> segments, VnetMode mode) {
        Map<NetworkId, SegmentHosts> hosts = new HashMap<>();
        if (FlatNetwork.isFlat(mode) && segments.size() > 1) {
            throw invalid("in mode " + mode + " a cluster has one network, the site's; there are " + segments.size());
        }
        Set<Integer> numbers = new HashSet<>();
        for (NetworkSegment segment : segments) {
            if (segment.segment() < 1 || segment.segment() > MAX_SEGMENT || !numbers.add(segment.segment())) {
                throw invalid("segment number " + segment.segment() + " of " + segment.id() + " is out of 1 to "
                        + MAX_SEGMENT + " or given twice");
            }
            if (segment.mtu() < MIN_MTU || segment.mtu() > MAX_MTU) {
                throw invalid("MTU " + segment.mtu() + " of " + segment.id() + " is out of 576 to 9216");
            }
            if (hosts.put(segment.id(), hosts(segment, mode)) != null) {
                throw invalid("network " + segment.id() + " is given twice");
            }
        }
        return hosts;
    }

    private static SegmentHosts hosts(NetworkSegment segment, VnetMode mode) {
        try {
            return SegmentHosts.of(segment, mode);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    ServiceException.Code.INVALID,
                    "network document refused: " + segment.id() + ": " + e.getMessage(),
                    e);
        }
    }

    private static void require(NetworkEndpoint endpoint, @Nullable SegmentHosts hosts) {
        if (hosts == null) {
            throw invalid("instance " + endpoint.instanceId() + " is in network " + endpoint.network()
                    + ", which is not in the document");
        }
        if (!hosts.permit(endpoint)) {
            throw invalid(
                    "instance " + endpoint.instanceId() + " cannot have an address outside the hosts of " + hosts);
        }
        if (!isMac(endpoint.mac())) {
            throw invalid("instance " + endpoint.instanceId() + " has no MAC address of the form d0:0d:xx:xx:xx:xx");
        }
        if (!HOSTNAME.matcher(endpoint.hostname()).matches()) {
            throw invalid("instance " + endpoint.instanceId() + " has a host name that is not one DNS label");
        }
    }

    /** Six pairs of lower-case hex digits with colons between. By hand: there may be tens of thousands, with every change. */
    private static boolean isMac(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (i % 3 == 2 ? c != ':' : !hex) {
                return false;
            }
        }
        return text.length() == MAC_LENGTH;
    }

    static ServiceException invalid(String why) {
        return new ServiceException(ServiceException.Code.INVALID, "network document refused: " + why);
    }
}
