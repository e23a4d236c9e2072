package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * An elastic address, allocated to an account.
 *
 * @param value the id as users see it, eipalloc- and 17 lower-case hex digits
 */
public record AllocationId(String value) implements Comparable<AllocationId> {
    /** What every such id begins with. */
    public static final String PREFIX = "eipalloc";

    public AllocationId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static AllocationId random(RandomGenerator random) {
        return new AllocationId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(AllocationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
