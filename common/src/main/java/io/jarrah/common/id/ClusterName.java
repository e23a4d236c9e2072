package io.jarrah.common.id;

/**
 * A cluster, which is an availability zone.
 *
 * @param value 1 to 63 letters, digits and inner hyphens, lower case (an RFC 1123 label, so that it may stand in host names)
 */
public record ClusterName(String value) implements Comparable<ClusterName> {
    public ClusterName {
        ResourceIds.requireLabel("ClusterName", value);
    }

    @Override
    public int compareTo(ClusterName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
