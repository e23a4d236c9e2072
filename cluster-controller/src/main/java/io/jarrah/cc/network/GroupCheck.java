package io.jarrah.cc.network;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses security groups that no node could apply: their prefixes and members become members of ipsets there. */
final class GroupCheck {
    private static final Pattern IPV6_PREFIX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/[0-9]{1,3}");
    private static final int MAX_IPV4 = 32;
    private static final int MAX_IPV6 = 128;

    private GroupCheck() {}

    /**
     * Passes groups that can be applied.
     *
     * @return their ids
     * @throws ServiceException INVALID, naming the first thing that is wrong
     */
    static Set<SecurityGroupId> require(List<SecurityGroup> groups) {
        Set<SecurityGroupId> ids = new HashSet<>();
        for (SecurityGroup group : groups) {
            if (!ids.add(group.id())) {
                throw DocumentCheck.invalid("group " + group.id() + " is given twice");
            }
            for (String member : group.members()) {
                if (Ipv4Prefix.address(member).isEmpty()
                        && Ipv6Address.canonical(member).isEmpty()) {
                    throw DocumentCheck.invalid(
                            "member \"" + member + "\" of group " + group.id() + " is not an address");
                }
            }
            for (SecurityRule rule : group.rules()) {
                rule.cidr().ifPresent(cidr -> {
                    if (!isPrefix(cidr)) {
                        throw DocumentCheck.invalid(
                                "a rule of group " + group.id() + " has \"" + cidr + "\", which is not a prefix");
                    }
                });
            }
        }
        return ids;
    }

    /** One to three digits from there on. By hand: there may be very many. */
    private static boolean isNumber(String text, int begin) {
        for (int i = begin; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > begin && text.length() <= begin + 3;
    }

    private static boolean isPrefix(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0 || !isNumber(cidr, slash + 1)) {
            return false;
        }
        int length = Integer.parseInt(cidr, slash + 1, cidr.length(), 10);
        if (Ipv4Prefix.address(cidr.substring(0, slash)).isPresent()) {
            return length <= MAX_IPV4;
        }
        return IPV6_PREFIX.matcher(cidr).matches() && length <= MAX_IPV6;
    }
}
