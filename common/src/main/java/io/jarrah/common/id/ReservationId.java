package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * The set of instances one RunInstances call launched.
 *
 * @param value the id as users see it, r- and 17 lower-case hex digits
 */
public record ReservationId(String value) implements Comparable<ReservationId> {
    /** What every such id begins with. */
    public static final String PREFIX = "r";

    public ReservationId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static ReservationId random(RandomGenerator random) {
        return new ReservationId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(ReservationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
