package io.jarrah.cc.books;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books as the cloud controller writes and reads them. A change is on disk when the method returns, but for a network that a full disk
 * does not take: that holds all the same, and {@link #networkProblem} tells of it.
 */
public final class ClusterBooks {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterBooks.class);
    private static final StateReason NODE_GONE =
            new StateReason("Server.InternalError", "Server.InternalError: the node of the instance was deregistered");

    /** Generations of nodes' networks are times; a controller whose clock is behind by less still begins above the other's. */
    private static final Duration TERM_AHEAD = Duration.ofMinutes(1);

    private final Books books;

    public ClusterBooks(Books books) {
        this.books = books;
    }

    /** Instances that changed, by long poll. */
    public Changes<ObservedInstance> instances(Revision since, Duration wait) {
        return books.instances.log().since(since, wait);
    }

    /** Nodes that changed, by long poll. */
    public Changes<NodeStatus> nodes(Revision since, Duration wait) {
        return books.nodes.log().since(since, wait);
    }

    /** All nodes now. */
    public List<NodeStatus> nodes() {
        return books.nodes.log().all();
    }

    /** All instances now. */
    public List<ObservedInstance> instances() {
        return books.instances.log().all();
    }

    /** The network to apply; empty before there ever was one. */
    public Optional<NetworkDocument> network() {
        return books.locked(() -> books.document);
    }

    /** Generation of the network document that is on disk; 0 for none. */
    public long networkGeneration() {
        return books.locked(
                () -> books.document.map(NetworkDocument::generation).orElse(0L));
    }

    /** Generation of the node registry that is on disk; 0 for none. */
    public long nodesGeneration() {
        return books.locked(() -> books.registry.map(NodeRegistry::generation).orElse(0L));
    }

    /** Tunnel ends of all nodes. */
    public Set<String> tunnelPeers() {
        return books.locked(() -> books.nodes.tunnelEnds());
    }

    /** Takes instances up. */
    public void run(List<InstanceSpec> specs) {
        books.locked(() -> specs.forEach(this::run));
    }

    private void run(InstanceSpec spec) {
        Optional<InstanceRecord> known = books.instances.get(spec.id());
        if (known.isEmpty()) {
            InstanceRecord fresh = InstanceRecord.toRun(spec, books.now());
            Optional<NodeState> host =
                    books.instances.host(spec.id()).filter(state -> !InstanceBook.isOver(state, spec.id()));
            if (host.isPresent()) {
                adopt(fresh, host.get());
            } else {
                books.placer.put(fresh, books.now());
            }
            return;
        }
        InstanceRecord record = known.get();
        boolean stale = spec.generation() < record.generation() || record.terminate() || record.over();
        if (stale || record.spec().filter(spec::equals).isPresent()) {
            return;
        }
        books.renewed.add(spec.id());
        books.placer.put(record.withSpec(spec), books.now());
        record.node().ifPresent(books.wakeUps::node);
    }

    /** A node runs it already: it was started before these books were begun. */
    private void adopt(InstanceRecord fresh, NodeState host) {
        books.maybeSent.add(fresh.id());
        books.instances.put(fresh.at(host.name()).seen(Optional.ofNullable(host.observed.get(fresh.id()))));
        books.nodes.publish(host);
        books.wakeUps.node(host.name());
    }

    /** Ends instances, for good. */
    public void terminate(List<InstanceRef> refs) {
        books.locked(() -> refs.forEach(this::terminate));
    }

    private void terminate(InstanceRef ref) {
        InstanceRecord record = books.instances
                .get(ref.id())
                .orElseGet(() -> InstanceRecord.ofUnknown(ref.id(), ref.generation(), books.now()));
        if (ref.generation() < record.generation()
                || (record.terminate() && ref.generation() == record.generation() && !record.forgotten())) {
            return;
        }
        InstanceRecord ending = record.terminating(ref.generation());
        if (ending.node().isEmpty()) {
            Optional<NodeState> host = books.instances.host(ref.id());
            if (host.isPresent()) {
                ending = ending.at(host.get().name())
                        .seen(Optional.ofNullable(host.get().observed.get(ref.id())));
                books.maybeSent.add(ref.id());
            }
        }
        put(ending);
    }

    private void put(InstanceRecord ending) {
        if (ending.over()) {
            books.instances.put(ending);
        } else if (ending.node().isEmpty()) {
            books.instances.put(ending.ended(books.now(), Optional.empty()));
        } else if (!books.maybeSent.contains(ending.id())) {
            books.unplace(ending, ending.refusedBy());
        } else if (isDeregistered(ending.node().get())) {
            books.instances.put(ending.ended(books.now(), Optional.of(NODE_GONE)));
        } else {
            books.instances.put(ending);
            books.wakeUps.node(ending.node().get());
        }
    }

    private boolean isDeregistered(NodeName node) {
        return books.registry.isPresent() && !books.states.containsKey(node);
    }

    /**
     * Begins or ends being in charge: what is known of instances is what nodes say, until the cloud controller tells more, for another
     * controller may have done anything since. Nodes are told their networks anew, in generations
     * above those of the other; one whose clock was ahead by more is found out by what the nodes answer.
     */
    public void newTerm() {
        books.locked(() -> {
            books.dropAll();
            books.generationFloor = Math.max(books.generationFloor + 1, books.clock.millis() + TERM_AHEAD.toMillis());
            for (NodeState state : books.states.values()) {
                long known = state.network == null ? 0 : state.network.generation();
                state.forgetNetwork(Math.max(known + 1, books.generationFloor));
            }
            books.instances.log().answerAll();
            books.nodes.log().answerAll();
        });
    }

    /** Asks for reboots. */
    public void reboot(List<InstanceRef> refs) {
        books.locked(() -> {
            for (InstanceRef ref : refs) {
                books.instances
                        .get(ref.id())
                        .or(() -> stranger(ref.id(), seen -> !seen.phase().isFinal()))
                        .filter(record -> ref.generation() > record.rebootGeneration())
                        .filter(record -> !record.terminate() && !record.over())
                        .ifPresent(record -> {
                            books.instances.put(record.withReboot(ref.generation()));
                            record.node().ifPresent(books.wakeUps::node);
                        });
            }
        });
    }

    /** Drops instances that are over; their nodes follow. */
    public void forget(List<InstanceId> ids) {
        books.locked(() -> ids.forEach(this::forget));
    }

    private void forget(InstanceId id) {
        Optional<InstanceRecord> record = books.instances
                .get(id)
                .or(() -> stranger(id, seen -> seen.phase().isFinal()));
        if (record.isEmpty() || !record.get().over()) {
            return;
        }
        if (books.mayBeOnNode(record.get())) {
            books.instances.put(record.get().forgottenNow());
            books.instances.observers(id).forEach(state -> books.wakeUps.node(state.name()));
        } else {
            books.drop(id);
        }
    }

    /** A record of what only its node speaks of. */
    private Optional<InstanceRecord> stranger(InstanceId id, Predicate<ObservedInstance> wanted) {
        return books.instances.host(id).flatMap(state -> Optional.ofNullable(state.observed.get(id))
                .filter(wanted)
                .map(seen -> InstanceRecord.ofUnknown(id, seen.generation(), books.now())
                        .at(state.name())
                        .seen(Optional.of(seen))));
    }

    /** The node to ask for the console. NOT_FOUND for an unknown instance, UNAVAILABLE for one without a node. */
    public NodeName nodeOf(InstanceId id) {
        ObservedInstance instance = books.instances
                .log()
                .get(id)
                .orElseThrow(() -> new ServiceException(
                        ServiceException.Code.NOT_FOUND, "instance " + id + " is not known in this cluster"));
        return instance.node()
                .orElseThrow(() -> new ServiceException(
                        instance.phase().isFinal()
                                ? ServiceException.Code.NOT_FOUND
                                : ServiceException.Code.UNAVAILABLE,
                        "instance " + id + " is not on a node"));
    }

    /** Makes the document, which was checked, the network. */
    public void applyNetwork(NetworkDocument document) {
        books.locked(() -> {
            if (books.document
                    .filter(known -> known.generation() > document.generation() || known.equals(document))
                    .isPresent()) {
                return;
            }
            books.store.network().put(document);
            taken(document);
        });
    }

    /**
     * Makes the document, which was checked, the network.
     *
     * @param delta leads to it
     * @param base what the delta was applied to
     * @return false when that is not the network any more
     */
    public boolean applyNetwork(NetworkDocument document, NetworkDelta delta, NetworkDocument base) {
        return books.locked(() -> {
            if (books.document.filter(base::equals).isEmpty()) {
                return false;
            }
            books.store.network().put(document, delta);
            taken(document);
            return true;
        });
    }

    /** Writes the network to the disk, if that did not take it before. */
    public void keepNetwork() {
        books.locked(() -> books.store.network().retry());
    }

    /** Why the network is not on the disk; empty when it is. */
    public Optional<String> networkProblem() {
        return books.store.network().problem();
    }

    /** Groups are the nodes' business alone: a change of theirs makes nothing here different. */
    private void taken(NetworkDocument document) {
        boolean other = books.document
                .filter(known -> known.segments().equals(document.segments())
                        && known.endpoints().equals(document.endpoints())
                        && known.peers().equals(document.peers()))
                .isEmpty();
        books.document = Optional.of(document);
        if (other) {
            books.wakeUps.network();
        }
        books.states.keySet().forEach(books.wakeUps::node);
    }

    /** Makes these the nodes. */
    public void applyNodes(NodeRegistry registry) {
        Set<NodeName> names = new HashSet<>();
        for (NodeRegistration registration : registry.nodes()) {
            if (!names.add(registration.name())) {
                throw new ServiceException(
                        ServiceException.Code.INVALID, "node " + registration.name() + " is registered twice");
            }
        }
        books.locked(() -> {
            if (books.registry
                    .filter(known -> known.generation() > registry.generation() || known.equals(registry))
                    .isPresent()) {
                return;
            }
            books.store.put(registry);
            books.registry = Optional.of(registry);
            List.copyOf(books.states.keySet()).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(this::deregister);
            registry.nodes().forEach(this::register);
            books.wakeUps.registry();
            books.wakeUps.network();
            names.forEach(books.wakeUps::node);
        });
    }

    private void register(NodeRegistration registration) {
        NodeState known = books.states.get(registration.name());
        if (known != null) {
            known.registration = registration;
            return;
        }
        NodeState state = new NodeState(registration, books.now());
        books.states.put(registration.name(), state);
        books.nodes.publish(state);
    }

    private void deregister(NodeName name) {
        LOG.info("node {} was deregistered", name);
        NodeState state = books.states.remove(name);
        books.store.remove(name);
        books.nodes.log().remove(name);
        for (InstanceRecord record : books.instances.on(name)) {
            if (record.forgotten()) {
                books.drop(record.id());
            } else if (!record.over() && !books.maybeSent.contains(record.id())) {
                books.unplace(record, record.refusedBy());
            } else if (!record.over() && record.terminate()) {
                books.instances.put(record.ended(books.now(), Optional.of(NODE_GONE)));
            } else {
                books.instances.publish(record.id());
            }
        }
        if (state != null) {
            state.observed.keySet().forEach(books.instances::publish);
        }
    }
}
