package io.jarrah.clc.securitygroup;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Optional;

/**
 * A rule of a security group.
 *
 * @param id the rule
 * @param group the group
 * @param account the group's owner
 * @param egress true for what members may reach, false for what may reach them
 * @param permission what it permits
 * @param description up to 255 characters
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html">SecurityGroupRule</a>
 */
public record GroupRule(
        SecurityGroupRuleId id,
        SecurityGroupId group,
        AccountId account,
        boolean egress,
        Permission permission,
        Optional<String> description) {
    /** The same rule with another description. */
    public GroupRule describedAs(Optional<String> other) {
        return new GroupRule(id, group, account, egress, permission, other);
    }

    /** The same rule, permitting something else. */
    public GroupRule permitting(Permission other, Optional<String> otherDescription) {
        return new GroupRule(id, group, account, egress, other, otherDescription);
    }
}
