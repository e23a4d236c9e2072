package io.jarrah.clc.securitygroup;

import io.jarrah.common.id.ResourceIds;
import java.util.random.RandomGenerator;

/**
 * A rule of a security group.
 *
 * @param value the id as users see it, sgr- and 17 lower-case hex digits
 */
public record SecurityGroupRuleId(String value) {
    /** What every such id begins with. */
    public static final String PREFIX = "sgr";

    public SecurityGroupRuleId {
        if (!ResourceIds.isLongId(PREFIX, value)) {
            throw new IllegalArgumentException("not a security group rule's id: \"" + value + "\"");
        }
    }

    /** A fresh id; uniqueness is the database's business. */
    public static SecurityGroupRuleId random(RandomGenerator random) {
        return new SecurityGroupRuleId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public String toString() {
        return value;
    }
}
