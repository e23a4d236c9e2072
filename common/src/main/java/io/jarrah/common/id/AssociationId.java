package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * That an elastic address leads to an instance: a new one whenever it is led to another.
 *
 * @param value the id as users see it, eipassoc- and 17 lower-case hex digits
 */
public record AssociationId(String value) implements Comparable<AssociationId> {
    /** What every such id begins with. */
    public static final String PREFIX = "eipassoc";

    public AssociationId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static AssociationId random(RandomGenerator random) {
        return new AssociationId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(AssociationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
