package io.jarrah.common.id;

import java.util.random.RandomGenerator;

/**
 * A tenant network: one account's subnet in one zone, one VLAN tag or VXLAN id.
 *
 * @param value the id as users see it, net- and 17 lower-case hex digits
 */
public record NetworkId(String value) implements Comparable<NetworkId> {
    /** What every such id begins with. */
    public static final String PREFIX = "net";

    public NetworkId {
        ResourceIds.requireLongId(PREFIX, value);
    }

    /** A fresh id; uniqueness is the database's business. */
    public static NetworkId random(RandomGenerator random) {
        return new NetworkId(ResourceIds.random(PREFIX, random));
    }

    @Override
    public int compareTo(NetworkId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
