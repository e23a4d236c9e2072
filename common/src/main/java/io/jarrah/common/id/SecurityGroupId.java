package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * A security group: a set of instances with what may reach them and what they may reach.
 *
 * @param value the id as users see it, sg- and 17 lower-case hex digits
 */
public record SecurityGroupId(String value) implements Comparable<SecurityGroupId> {
    /** What every such id begins with. */
    public static final String PREFIX = "sg";

    public SecurityGroupId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static SecurityGroupId random(RandomGenerator random) {
        return new SecurityGroupId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(SecurityGroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
