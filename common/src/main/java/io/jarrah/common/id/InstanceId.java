package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * An EC2 instance.
 *
 * @param value the id as users see it, i- and 17 lower-case hex digits
 */
public record InstanceId(String value) implements Comparable<InstanceId> {
    /** What every such id begins with. */
    public static final String PREFIX = "i";

    public InstanceId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static InstanceId random(RandomGenerator random) {
        return new InstanceId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
