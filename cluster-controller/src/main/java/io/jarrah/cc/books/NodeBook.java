package io.jarrah.cc.books;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.longpoll.ChangeLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All nodes: how they are, and what is free on them. Guarded by the lock of {@link Books}. */
final class NodeBook {
    /** What is free changes with every launch, and nobody waits for it: the cloud controller keeps accounts of its own. */
    private static final Duration PACE = Duration.ofMillis(500);

    private final BooksSettings settings;
    private final Map<NodeName, NodeState> states;
    private final InstanceBook instances;
    private final ChangeLog<NodeName, NodeStatus> log = new ChangeLog<>(PACE);

    NodeBook(BooksSettings settings, Map<NodeName, NodeState> states, InstanceBook instances) {
        this.settings = settings;
        this.states = states;
        this.instances = instances;
        states.values().forEach(this::publish);
    }

    ChangeLog<NodeName, NodeStatus> log() {
        return log;
    }

    /** Takes a new health; the instances there are told anew when the node came or went. */
    void setHealth(NodeState state, Health health, String message, Instant now) {
        boolean reachableBefore = state.reachable();
        if (state.health != health) {
            state.health = health;
            state.since = now;
        }
        state.message = message;
        publish(state);
        if (reachableBefore != state.reachable()) {
            instances.on(state.name()).forEach(record -> instances.publish(record.id()));
            state.observed.keySet().forEach(instances::publish);
        }
    }

    void publish(NodeState state) {
        log.put(
                state.name(),
                new NodeStatus(
                        state.name(),
                        state.health,
                        state.message,
                        state.since,
                        state.description.map(NodeDescription::hypervisor).orElse(""),
                        state.description.map(NodeDescription::total).orElse(Capacity.NONE),
                        available(state)));
    }

    /** What is free by the ledger. */
    Capacity available(NodeState state) {
        if (state.description.isEmpty()) {
            return Capacity.NONE;
        }
        Map<InstanceId, Capacity> onNode = new HashMap<>();
        for (InstanceRecord record : instances.on(state.name())) {
            if (!record.over()) {
                record.spec().ifPresent(spec -> onNode.put(record.id(), Ledger.demand(spec)));
            }
        }
        boolean strangers = state.observed.values().stream()
                .anyMatch(seen -> !seen.phase().isFinal() && !onNode.containsKey(seen.id()));
        NodeDescription description = state.description.get();
        return Ledger.available(description.total(), description.used(), onNode, state.counted, strangers);
    }

    /** Nodes for a placement, in the order of the registry; those that refused lately count as impaired. */
    List<Placement.Candidate> candidates(Instant now) {
        return states.values().stream()
                .map(state -> new Placement.Candidate(
                        state.name(),
                        now.isBefore(state.refusedUntil) ? Health.IMPAIRED : state.health,
                        available(state)))
                .toList();
    }

    /** Whether every node was heard, or had its time to answer: before that, it is not known what runs where. */
    boolean settled(Instant now) {
        return states.values().stream()
                .allMatch(state -> state.viewKnown || silentFor(state, now).compareTo(settings.silence()) > 0);
    }

    static Duration silentFor(NodeState state, Instant now) {
        return Duration.between(state.lastHeard, now);
    }

    /** Where the tunnels to the nodes end, but for that node's own. */
    Set<String> tunnelEnds(NodeState except) {
        Set<String> ends = tunnelEnds();
        except.description.ifPresent(description -> ends.remove(description.tunnelAddress()));
        return ends;
    }

    /** Where the tunnels to the nodes end. */
    Set<String> tunnelEnds() {
        TreeSet<String> ends = new TreeSet<>();
        for (NodeState state : states.values()) {
            state.description.map(NodeDescription::tunnelAddress).ifPresent(ends::add);
        }
        ends.remove("");
        return ends;
    }
}
