package io.jarrah.clc.securitygroup.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.Prefix;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * Reads permissions from requests: every prefix and every group of an IpPermission is one.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html">IpPermission</a>
 */
final class AskedPermissions {
    private AskedPermissions() {}

    /**
     * The parameters EC2 had before IpPermissions.
     *
     * @param protocol name or number
     * @param from port or ICMP type
     * @param to port or ICMP code
     * @param cidr IPv4 prefix
     * @param groupName name of the group that is the other side
     * @param groupOwner its owner
     */
    record Flat(
            @Nullable String protocol,
            @Nullable Integer from,
            @Nullable Integer to,
            @Nullable String cidr,
            @Nullable String groupName,
            @Nullable String groupOwner) {
        /** None of them. */
        static final Flat NONE = new Flat(null, null, null, null, null, null);

        boolean isGiven() {
            return present(protocol).isPresent()
                    || from != null
                    || to != null
                    || present(cidr).isPresent()
                    || present(groupName).isPresent()
                    || present(groupOwner).isPresent();
        }

        /** A group without a protocol is all of TCP, UDP and ICMP; with one (Eucalyptus' tools send both) it is just that. */
        private List<AskedPermission> permissions() {
            if (present(cidr).isPresent() && present(groupName).isPresent()) {
                throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                        "The parameter sourceSecurityGroupName cannot be used with the parameter cidrIp");
            }
            if (groupName != null && !groupName.isEmpty()) {
                AskedPermission.Peer peer = new AskedPermission.GroupByName(groupName, account(groupOwner));
                List<PortRange> ranges = present(protocol).isPresent()
                        ? List.of(PortRange.of(protocol, from, to))
                        : List.of(
                                PortRange.of("tcp", SecurityRule.ANY, SecurityRule.ANY),
                                PortRange.of("udp", SecurityRule.ANY, SecurityRule.ANY),
                                PortRange.of("icmp", SecurityRule.ANY, SecurityRule.ANY));
                return ranges.stream()
                        .map(range -> asked(range, peer, Optional.empty()))
                        .toList();
            }
            PortRange range = PortRange.of(protocol, from, to);
            if (cidr == null || cidr.isEmpty()) {
                throw noSource();
            }
            return List.of(asked(range, ipv4(cidr), Optional.empty()));
        }
    }

    /**
     * All permissions of a request, in its order; empty when it has none.
     *
     * @throws ApiException InvalidParameterCombination for both ways at once
     */
    static List<AskedPermission> of(List<IpPermission> permissions, Flat flat) {
        if (!permissions.isEmpty() && flat.isGiven()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter ipPermissions cannot be used with the parameters ipProtocol, fromPort, toPort, cidrIp"
                            + " and sourceSecurityGroupName");
        }
        if (flat.isGiven()) {
            return flat.permissions();
        }
        List<AskedPermission> asked = new ArrayList<>();
        permissions.forEach(permission -> asked.addAll(of(permission)));
        return asked;
    }

    private static List<AskedPermission> of(IpPermission permission) {
        PortRange range = PortRange.of(permission.ipProtocol(), permission.fromPort(), permission.toPort());
        List<AskedPermission> asked = new ArrayList<>();
        for (IpRange v4 : permission.ipRanges()) {
            asked.add(asked(range, ipv4(v4.cidrIp()), GroupTexts.ruleDescription(v4.description())));
        }
        for (Ipv6Range v6 : permission.ipv6Ranges()) {
            asked.add(asked(range, ipv6(v6.cidrIpv6()), GroupTexts.ruleDescription(v6.description())));
        }
        for (UserIdGroupPair pair : permission.userIdGroupPairs()) {
            asked.add(asked(range, group(pair), GroupTexts.ruleDescription(pair.description())));
        }
        permission.prefixListIds().forEach(list -> refusePrefixList(list.prefixListId()));
        if (asked.isEmpty()) {
            throw noSource();
        }
        return asked;
    }

    /** The one permission that ModifySecurityGroupRules gives a rule. */
    static AskedPermission of(SecurityGroupRuleRequest request) {
        PortRange range = PortRange.of(request.ipProtocol(), request.fromPort(), request.toPort());
        List<AskedPermission.Peer> peers = new ArrayList<>();
        present(request.cidrIpv4()).ifPresent(cidr -> peers.add(ipv4(cidr)));
        present(request.cidrIpv6()).ifPresent(cidr -> peers.add(ipv6(cidr)));
        present(request.referencedGroupId())
                .ifPresent(id -> peers.add(new AskedPermission.GroupById(GroupLookup.id(id), Optional.empty())));
        present(request.prefixListId()).ifPresent(AskedPermissions::refusePrefixList);
        if (peers.isEmpty()) {
            throw noSource();
        }
        if (peers.size() > 1) {
            throw Ec2Error.INVALID_PERMISSION_MALFORMED.because(
                    "A rule names one of CidrIpv4, CidrIpv6 and ReferencedGroupId; the request gives " + peers.size());
        }
        return asked(range, peers.getFirst(), GroupTexts.ruleDescription(request.description()));
    }

    private static AskedPermission asked(PortRange range, AskedPermission.Peer peer, Optional<String> description) {
        return new AskedPermission(range.protocol(), range.from(), range.to(), peer, description);
    }

    private static AskedPermission.Addresses ipv4(@Nullable String cidr) {
        return prefix(cidr, false);
    }

    private static AskedPermission.Addresses ipv6(@Nullable String cidr) {
        return prefix(cidr, true);
    }

    private static AskedPermission.Addresses prefix(@Nullable String cidr, boolean v6) {
        if (cidr == null || cidr.isEmpty()) {
            throw noSource();
        }
        try {
            Prefix prefix = Prefix.parse(cidr);
            if (prefix.isIpv6() == v6) {
                return new AskedPermission.Addresses(prefix);
            }
        } catch (IllegalArgumentException e) {
            throw new ApiException(Ec2Error.INVALID_PARAMETER_VALUE, malformed(cidr), e);
        }
        throw Ec2Error.INVALID_PARAMETER_VALUE.because(malformed(cidr));
    }

    private static String malformed(String cidr) {
        return "CIDR block " + (cidr.length() > 64 ? cidr.substring(0, 64) + "…" : cidr) + " is malformed";
    }

    /** The id decides when both are given, as in what DescribeSecurityGroups answered. */
    private static AskedPermission.Peer group(UserIdGroupPair pair) {
        Optional<String> id = present(pair.groupId());
        if (id.isPresent()) {
            return new AskedPermission.GroupById(GroupLookup.id(id.get()), account(pair.userId()));
        }
        return present(pair.groupName())
                .map(name -> new AskedPermission.GroupByName(name, account(pair.userId())))
                .orElseThrow(AskedPermissions::noSource);
    }

    private static Optional<AccountId> account(@Nullable String text) {
        try {
            return present(text).map(AccountId::new);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    Ec2Error.INVALID_PARAMETER_VALUE, "Invalid value for parameter userId: it has 12 digits", e);
        }
    }

    private static void refusePrefixList(@Nullable String id) {
        throw Ec2Error.INVALID_PREFIX_LIST_ID_NOT_FOUND.because("The prefix list ID '" + id + "' does not exist");
    }

    private static ApiException noSource() {
        return Ec2Error.MISSING_PARAMETER.because(
                "Missing source specification: include source security group or CIDR information");
    }
}
