package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * A snapshot: what a volume had at one moment, which never changes and outlives the volume.
 *
 * @param value the id as users see it, snap- and 17 lower-case hex digits
 */
public record SnapshotId(String value) implements Comparable<SnapshotId> {
    /** What every such id begins with. */
    public static final String PREFIX = "snap";

    public SnapshotId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static SnapshotId random(RandomGenerator random) {
        return new SnapshotId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(SnapshotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
