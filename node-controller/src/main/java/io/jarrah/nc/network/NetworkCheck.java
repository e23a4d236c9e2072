package io.jarrah.nc.network;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.contract.SegmentHosts;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Address;
import io.jarrah.common.net.Wiring;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a network that could not be applied as a whole, before it is taken up. Each text in it goes into input of ip,
 * nft, ipset or iptables as it is, so what passes here is an address, or a prefix, and no more than that.
 */
final class NetworkCheck {
    private static final int MAX_SEGMENT = Wiring.VXLAN.maxSegment();
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 9500;
    private static final Pattern MAC = Pattern.compile("[0-9a-f][02468ace](:[0-9a-f]{2}){5}");
    private static final Pattern CIDR = Pattern.compile("([0-9.]+)/([0-9]|[12][0-9]|3[0-2])");
    private static final Pattern IPV6_CIDR = Pattern.compile("(?=[^/]*:)[0-9a-f:.]{2,45}/[0-9]{1,3}");

    private NetworkCheck() {}

    /**
     * Passes a network that can be applied as a whole in that mode.
     *
     * @throws ServiceException INVALID, naming the first thing that is wrong
     */
    static void require(NodeNetwork network, VnetMode mode) {
        Map<NetworkId, SegmentHosts> hosts = segments(network.segments(), mode);
        network.tunnelPeers().forEach(peer -> requireAddress(peer, "a tunnel peer"));
        Set<SecurityGroupId> groups = new HashSet<>();
        for (SecurityGroup group : network.groups()) {
            if (!groups.add(group.id())) {
                throw invalid("security group " + group.id() + " is given twice");
            }
        }
        network.groups().forEach(group -> require(group, groups));
        requireEndpoints(network.endpoints(), hosts, groups);
        try {
            SegmentHosts.requireIpv6(network.segments(), network.endpoints(), mode);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(ServiceException.Code.INVALID, "network refused: " + e.getMessage(), e);
        }
    }

    private static Map<NetworkId, SegmentHosts> segments(List<NetworkSegment> segments, VnetMode mode) {
        Map<NetworkId, SegmentHosts> hosts = new HashMap<>();
        Set<Integer> numbers = new HashSet<>();
        for (NetworkSegment segment : segments) {
            if (segment.segment() < 1
                    || segment.segment() > MAX_SEGMENT
                    || segment.mtu() < MIN_MTU
                    || segment.mtu() > MAX_MTU) {
                throw invalid("segment " + segment.segment() + " with MTU " + segment.mtu() + " of " + segment.id()
                        + " is out of range (1 to " + MAX_SEGMENT + ", " + MIN_MTU + " to " + MAX_MTU + ")");
            }
            if (!numbers.add(segment.segment()) || hosts.put(segment.id(), hosts(segment, mode)) != null) {
                throw invalid("segment " + segment.segment() + " or network " + segment.id() + " is given twice");
            }
        }
        return hosts;
    }

    private static SegmentHosts hosts(NetworkSegment segment, VnetMode mode) {
        try {
            return SegmentHosts.of(segment, mode);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    ServiceException.Code.INVALID, "network refused: " + segment.id() + ": " + e.getMessage(), e);
        }
    }

    private static void requireEndpoints(
            List<NetworkEndpoint> endpoints, Map<NetworkId, SegmentHosts> hosts, Set<SecurityGroupId> groups) {
        Set<String> unique = new HashSet<>();
        for (NetworkEndpoint endpoint : endpoints) {
            require(endpoint, hosts.get(endpoint.network()), groups);
            for (String value : List.of(TapNames.of(endpoint.instanceId()), endpoint.mac(), endpoint.privateIp())) {
                if (!value.equals(NetworkEndpoint.NO_ADDRESS) && !unique.add(value)) {
                    throw invalid(value + " of instance " + endpoint.instanceId() + " is given twice");
                }
            }
        }
    }

    private static void require(NetworkEndpoint endpoint, @Nullable SegmentHosts hosts, Set<SecurityGroupId> groups) {
        String who = "instance " + endpoint.instanceId();
        if (hosts == null) {
            throw invalid(who + " is in network " + endpoint.network() + ", which is not among the segments");
        }
        if (!hosts.permit(endpoint)) {
            throw invalid(
                    who + " cannot have the address \"" + endpoint.privateIp() + "\", which is no host's of " + hosts);
        }
        if (!MAC.matcher(endpoint.mac()).matches()) {
            throw invalid(who + " has no MAC address of the form d0:0d:xx:xx:xx:xx");
        }
        endpoint.publicIp().ifPresent(address -> requireAddress(address, "the public address of " + who));
        for (SecurityGroupId group : endpoint.groups()) {
            if (!groups.contains(group)) {
                throw invalid(who + " is in " + group + ", which is not among the groups");
            }
        }
    }

    private static void require(SecurityGroup group, Set<SecurityGroupId> groups) {
        for (String member : group.members()) {
            if (Ipv6Address.canonical(member).isEmpty()) {
                requireAddress(member, "a member of " + group.id());
            }
        }
        for (SecurityRule rule : group.rules()) {
            rule.cidr().ifPresent(cidr -> requireCidr(cidr, group.id()));
            if (rule.group().filter(other -> !groups.contains(other)).isPresent()) {
                throw invalid(
                        "a rule of " + group.id() + " names " + rule.group().get() + ", which is not among the groups");
            }
        }
    }

    private static Optional<Integer> requireAddress(String text, String what) {
        Optional<Integer> address = Ipv4Prefix.address(text);
        if (address.isEmpty()) {
            throw invalid(what + " is not an IPv4 address");
        }
        return address;
    }

    /** Shorter and longer than a tenant network's may be. */
    private static void requireCidr(String cidr, SecurityGroupId group) {
        Matcher matcher = CIDR.matcher(cidr);
        boolean sound = IPV6_CIDR.matcher(cidr).matches();
        if (matcher.matches()) {
            int length = Integer.parseInt(matcher.group(2));
            long hosts = (1L << (Integer.SIZE - length)) - 1;
            sound = Ipv4Prefix.address(matcher.group(1))
                    .filter(address -> (address & hosts) == 0)
                    .isPresent();
        }
        if (!sound) {
            throw invalid("a rule of " + group + " has something else than a prefix without host bits");
        }
    }

    private static ServiceException invalid(String why) {
        return new ServiceException(ServiceException.Code.INVALID, "network refused: " + why);
    }
}
