package io.jarrah.common.contract;

import io.jarrah.common.id.SecurityGroupId;
import java.util.Comparator;
import java.util.List;

/**
 * One security group as far as a cluster or a node needs it.
 *
 * @param id the group
 * @param rules what it permits its members; empty also when no instance of the receiver is a member
 * @param members private IPv4 addresses and IPv6 addresses of its members in the whole cloud, in all clusters; empty also when no rule
 *     that the receiver gets names the group
 */
public record SecurityGroup(SecurityGroupId id, List<SecurityRule> rules, List<String> members) {
    /** How lists of them are kept. */
    static final Comparator<SecurityGroup> ORDER = Comparator.comparing(SecurityGroup::id);

    public SecurityGroup {
        rules = Ordered.copy(rules, Comparator.naturalOrder());
        members = Ordered.copy(members, Comparator.naturalOrder());
    }
}
