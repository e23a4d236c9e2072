package io.jarrah.common.id;

/**
 * The name one node controller is registered under, unique in the cloud.
 *
 * @param value 1 to 63 letters, digits and inner hyphens, lower case (an RFC 1123 label, so that it may stand in host names)
 */
public record NodeName(String value) implements Comparable<NodeName> {
    public NodeName {
        ResourceIds.requireLabel("NodeName", value);
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
