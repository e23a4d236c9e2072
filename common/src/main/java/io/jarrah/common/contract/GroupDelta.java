package io.jarrah.common.contract;

import io.jarrah.common.id.SecurityGroupId;
import java.util.Comparator;
import java.util.function.Function;

/**
 * How a security group became another; from an empty one when there was none. A group may have very many members, of which one
 * change concerns few.
 *
 * @param id the group
 * @param rules rules that went and came
 * @param members addresses that went and came
 */
public record GroupDelta(
        SecurityGroupId id, NetworkChange<SecurityRule, SecurityRule> rules, NetworkChange<String, String> members) {
    static GroupDelta between(SecurityGroup from, SecurityGroup to) {
        return new GroupDelta(
                to.id(),
                NetworkChange.between(
                        from.rules(), to.rules(), Comparator.<SecurityRule>naturalOrder(), Function.identity()),
                NetworkChange.between(
                        from.members(), to.members(), Comparator.<String>naturalOrder(), Function.identity()));
    }

    /** In values of {@link NetworkSize}. */
    long size() {
        return 1L
                + NetworkSize.RULE * (rules.removed().size() + rules.put().size())
                + members.removed().size()
                + members.put().size();
    }

    SecurityGroup applyTo(SecurityGroup group) {
        return new SecurityGroup(
                id,
                rules.applyTo(group.rules(), Function.identity()),
                members.applyTo(group.members(), Function.identity()));
    }
}
