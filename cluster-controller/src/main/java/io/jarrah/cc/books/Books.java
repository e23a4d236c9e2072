package io.jarrah.cc.books;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Everything the cluster knows, behind one lock: read from disk when made, written to disk before a change is
 * answered. {@link ClusterBooks} is the side of the cloud controller, {@link NodeBooks} the side of the nodes.
 */
public final class Books {
    /** Fair, so that saving many records a few at a time lets others in between. */
    private final ReentrantLock lock = new ReentrantLock(true);

    final BooksSettings settings;
    final BookStore store;
    final WakeUps wakeUps;
    final InstantSource clock;
    final Map<NodeName, NodeState> states = new LinkedHashMap<>();
    final InstanceBook instances;
    final NodeBook nodes;
    final Placer placer;

    /** Instances that may have reached the node they are put on; only the others may go elsewhere. */
    final Set<InstanceId> maybeSent = new HashSet<>();

    /** Instances whose image URLs were renewed and not yet passed on. */
    final Set<InstanceId> renewed = new HashSet<>();

    /** When the node took an instance that it has not spoken of yet. */
    final Map<InstanceId, Instant> taken = new HashMap<>();

    /** Networks of nodes are told in generations from this one on; of a controller without a standby 0. */
    long generationFloor;

    Optional<NodeRegistry> registry;
    Optional<NetworkDocument> document;

    /**
     * Reads the books.
     *
     * @param directory where they are, made when it is not there
     */
    public Books(BooksSettings settings, Path directory, InstantSource clock, WakeUps wakeUps) {
        this.settings = settings;
        this.store = new BookStore(directory);
        this.clock = clock;
        this.wakeUps = wakeUps;
        this.registry = store.registry();
        this.document = store.network().read();
        Instant now = clock.instant();
        for (NodeRegistration registration : registry.map(NodeRegistry::nodes).orElse(List.of())) {
            states.put(registration.name(), new NodeState(registration, now));
        }
        for (NodeMemory memory : store.nodes()) {
            NodeState state = states.get(memory.name());
            if (state != null) {
                state.description = Optional.of(memory.description());
            }
        }
        this.instances = new InstanceBook(store, states);
        instances.all().stream()
                .filter(record -> record.node().isPresent())
                .forEach(record -> maybeSent.add(record.id()));
        this.nodes = new NodeBook(settings, states, instances);
        this.placer = new Placer(settings, instances, nodes, states, wakeUps);
    }

    /** Answers every long poll, now and later, at once. */
    public void endLongPolls() {
        instances.log().close();
        nodes.log().close();
    }

    /** Ends all long polls and saves what is not saved: the service stops. */
    public void close() {
        endLongPolls();
        boolean left = locked(() -> instances.save(Integer.MAX_VALUE));
        if (left) {
            throw new IllegalStateException("records were put while the books were closed");
        }
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether a node of the registry may still speak of the instance. */
    boolean mayBeOnNode(InstanceRecord record) {
        boolean unheard = record.node()
                .flatMap(name -> Optional.ofNullable(states.get(name)))
                .filter(state -> !state.viewKnown)
                .isPresent();
        return unheard || !instances.observers(record.id()).isEmpty();
    }

    /** Drops the record and what is remembered with it. */
    void drop(InstanceId id) {
        maybeSent.remove(id);
        renewed.remove(id);
        taken.remove(id);
        instances.remove(id);
    }

    /** Drops all records and what is remembered with them. */
    void dropAll() {
        maybeSent.clear();
        renewed.clear();
        taken.clear();
        instances.clear();
    }

    /** Takes the instance off its node, which certainly never started it. */
    void unplace(InstanceRecord record, Set<NodeName> refusedBy) {
        maybeSent.remove(record.id());
        InstanceRecord free = record.placed(Optional.empty(), refusedBy);
        Optional<NodeName> node = record.node();
        if (record.terminate()) {
            instances.put(free.ended(now(), Optional.empty()));
        } else {
            placer.put(free, now());
        }
        node.flatMap(name -> Optional.ofNullable(states.get(name))).ifPresent(nodes::publish);
    }
}
