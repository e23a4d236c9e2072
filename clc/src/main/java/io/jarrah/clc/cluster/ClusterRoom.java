package io.jarrah.clc.cluster;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.id.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How many more instances a cluster holds, computed from what the nodes can hold and from our own rows rather than from
 * what the nodes say is free: an instance that was launched a moment ago counts before anybody has heard of it, and no
 * instance counts twice. Pure.
 */
public final class ClusterRoom {
    private final List<Capacity> free;

    /**
     * The room of one cluster.
     *
     * @param nodes its nodes as last heard; only those that are OK take new instances
     * @param placed what the instances on each node take together
     * @param unplaced what each instance takes that is not known to be on a node yet
     */
    public ClusterRoom(Collection<NodeStatus> nodes, Map<NodeName, Capacity> placed, Collection<Capacity> unplaced) {
        List<Capacity> room = new ArrayList<>();
        for (NodeStatus node : nodes) {
            if (node.health() == Health.OK) {
                room.add(node.total().minus(placed.getOrDefault(node.name(), Capacity.NONE)));
            }
        }
        unplaced.stream()
                .sorted(Comparator.comparingInt(Capacity::memoryMib).reversed())
                .forEach(each -> take(room, each));
        this.free = List.copyOf(room);
    }

    /** How many instances of that size fit, counted up to {@code limit}. */
    public int fits(Capacity each, int limit) {
        List<Capacity> room = new ArrayList<>(free);
        int count = 0;
        while (count < limit && take(room, each)) {
            count++;
        }
        return count;
    }

    private static boolean take(List<Capacity> room, Capacity each) {
        for (int i = 0; i < room.size(); i++) {
            if (room.get(i).holds(each)) {
                room.set(i, room.get(i).minus(each));
                return true;
            }
        }
        return false;
    }
}
