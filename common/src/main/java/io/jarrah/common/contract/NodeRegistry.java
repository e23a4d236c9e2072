package io.jarrah.common.contract;

import java.util.List;

/**
 * All nodes of a cluster.
 *
 * @param generation a lower one than known is ignored
 * @param nodes every registered node; one that is missing was deregistered
 */
public record NodeRegistry(long generation, List<NodeRegistration> nodes) {
    public NodeRegistry {
        nodes = List.copyOf(nodes);
    }
}
