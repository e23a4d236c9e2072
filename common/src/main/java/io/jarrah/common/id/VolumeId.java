package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * A volume: a disk of one account in one zone that outlives the instances it is attached to.
 *
 * @param value the id as users see it, vol- and 17 lower-case hex digits
 */
public record VolumeId(String value) implements Comparable<VolumeId> {
    /** What every such id begins with. */
    public static final String PREFIX = "vol";

    public VolumeId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static VolumeId random(RandomGenerator random) {
        return new VolumeId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(VolumeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
