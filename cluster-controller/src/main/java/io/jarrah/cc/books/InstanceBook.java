package io.jarrah.cc.books;

import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.longpoll.ChangeLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All instances: on disk, in memory, and as told to the cloud controller. Guarded by the lock of {@link Books}. */
final class InstanceBook {
    /** A launch changes an instance several times within moments; the cloud controller writes each report to its disk. */
    private static final Duration PACE = Duration.ofMillis(50);

    private final BookStore store;
    private final Map<NodeName, NodeState> nodes;
    private final Map<InstanceId, InstanceRecord> records = new HashMap<>();
    private final Map<NodeName, Set<InstanceId>> byNode = new HashMap<>();
    private final Set<InstanceId> unsaved = new LinkedHashSet<>();
    private final ChangeLog<InstanceId, ObservedInstance> log = new ChangeLog<>(PACE);

    InstanceBook(BookStore store, Map<NodeName, NodeState> nodes) {
        this.store = store;
        this.nodes = nodes;
        store.instances().forEach(this::index);
        records.keySet().forEach(this::publish);
    }

    ChangeLog<InstanceId, ObservedInstance> log() {
        return log;
    }

    Optional<InstanceRecord> get(InstanceId id) {
        return Optional.ofNullable(records.get(id));
    }

    Collection<InstanceRecord> all() {
        return records.values();
    }

    /** Those put on that node. */
    List<InstanceRecord> on(NodeName node) {
        List<InstanceRecord> found = new ArrayList<>();
        for (InstanceId id : byNode.getOrDefault(node, Set.of())) {
            get(id).ifPresent(found::add);
        }
        return found;
    }

    /** On disk when it returns, then told. */
    void put(InstanceRecord record) {
        store.put(record);
        unsaved.remove(record.id());
        index(record);
        publish(record.id());
    }

    /** Told at once and on disk a little later: for what the node would tell again anyway. */
    void putLazily(InstanceRecord record) {
        unsaved.add(record.id());
        index(record);
        publish(record.id());
    }

    void remove(InstanceId id) {
        store.remove(id);
        unsaved.remove(id);
        unindex(id);
        publish(id);
    }

    /** All of them. */
    void clear() {
        store.removeInstances();
        List<InstanceId> ids = List.copyOf(records.keySet());
        records.clear();
        byNode.clear();
        unsaved.clear();
        ids.forEach(this::publish);
    }

    /** Saves up to so many records that were put lazily; returns whether more are left. */
    boolean save(int limit) {
        for (InstanceId id : unsaved.stream().limit(limit).toList()) {
            get(id).ifPresent(store::put);
            unsaved.remove(id);
        }
        return !unsaved.isEmpty();
    }

    /** Nodes that speak of the instance. */
    List<NodeState> observers(InstanceId id) {
        return nodes.values().stream()
                .filter(state -> state.observed.containsKey(id))
                .toList();
    }

    /**
     * The node that has the instance, by what nodes say: one where it is not over goes before one that only remembers that it ended, such as
     * a node that refused it and was told to end it in case it came after all.
     */
    Optional<NodeState> host(InstanceId id) {
        return observers(id).stream().min(Comparator.comparing(state -> isOver(state, id)));
    }

    static boolean isOver(NodeState state, InstanceId id) {
        return Optional.ofNullable(state.observed.get(id))
                .filter(seen -> !seen.phase().isFinal())
                .isEmpty();
    }

    /** Tells the cloud controller what is true of the instance now. */
    void publish(InstanceId id) {
        Optional<ObservedInstance> view = get(id).map(this::view).orElseGet(() -> strangerView(id));
        view.ifPresentOrElse(value -> log.put(id, value), () -> log.remove(id));
    }

    private Optional<ObservedInstance> view(InstanceRecord record) {
        return record.forgotten()
                ? Optional.empty()
                : Optional.of(InstanceView.of(
                        record, record.node().filter(this::reachable).isPresent()));
    }

    private Optional<ObservedInstance> strangerView(InstanceId id) {
        return host(id).flatMap(state -> Optional.ofNullable(state.observed.get(id))
                .map(seen -> InstanceView.ofUnknown(seen, state.name(), state.reachable())));
    }

    private boolean reachable(NodeName name) {
        NodeState state = nodes.get(name);
        return state != null && state.reachable();
    }

    private void index(InstanceRecord record) {
        unindex(record.id());
        records.put(record.id(), record);
        record.node().ifPresent(node -> byNode.computeIfAbsent(node, name -> new HashSet<>())
                .add(record.id()));
    }

    private void unindex(InstanceId id) {
        InstanceRecord old = records.remove(id);
        if (old != null) {
            old.node().ifPresent(node -> byNode.getOrDefault(node, new HashSet<>())
                    .remove(id));
        }
    }
}
