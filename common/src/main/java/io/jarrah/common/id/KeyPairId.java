package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * An EC2 key pair.
 *
 * @param value the id as users see it, key- and 17 lower-case hex digits
 */
public record KeyPairId(String value) implements Comparable<KeyPairId> {
    /** What every such id begins with. */
    public static final String PREFIX = "key";

    public KeyPairId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static KeyPairId random(RandomGenerator random) {
        return new KeyPairId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(KeyPairId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
