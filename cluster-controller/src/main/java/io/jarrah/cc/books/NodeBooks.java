package io.jarrah.cc.books;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The books as the nodes fill them, and as the loops that serve the nodes read them. */
public final class NodeBooks {
    private static final Logger LOG = LoggerFactory.getLogger(NodeBooks.class);
    private static final int SAVED_AT_ONCE = 16;

    /** An instance that the node took but does not speak of for so long is sent again. */
    private static final Duration RESEND = Duration.ofSeconds(5);

    private final Books books;
    private final Supplier<String> tunnelAddress;

    /** Of the document in force when it was last asked for. Guarded by the lock of the books. */
    @Nullable
    private DocumentIndex documentIndex;

    /**
     * The nodes' side of these books.
     *
     * @param tunnelAddress where the cluster controller's own tunnels end; empty when there are none
     */
    public NodeBooks(Books books, Supplier<String> tunnelAddress) {
        this.books = books;
        this.tunnelAddress = tunnelAddress;
    }

    /** All nodes. */
    public List<NodeRegistration> registrations() {
        return books.locked(() ->
                books.states.values().stream().map(state -> state.registration).toList());
    }

    /** Instances the node has reported so far: to be taken before it is asked for its description. */
    public Set<InstanceId> reported(NodeName node) {
        return books.locked(() ->
                state(node).map(state -> Set.copyOf(state.observed.keySet())).orElse(Set.of()));
    }

    /** The node described itself. */
    public void described(NodeName node, NodeDescription description, Set<InstanceId> reported) {
        books.locked(() -> state(node).ifPresent(state -> {
            boolean news = state.description
                    .filter(known -> known.total().equals(description.total())
                            && known.hypervisor().equals(description.hypervisor())
                            && known.tunnelAddress().equals(description.tunnelAddress()))
                    .isEmpty();
            state.description = Optional.of(description);
            state.counted = new HashSet<>(reported);
            heard(state);
            if (news) {
                books.store.put(new NodeMemory(node, description));
                books.wakeUps.network();
                books.states.keySet().forEach(books.wakeUps::node);
            }
            books.placer.placeWaiting(books.now());
        }));
    }

    private void heard(NodeState state) {
        boolean back = !state.reachable();
        state.lastHeard = books.now();
        state.heard = true;
        state.description.ifPresent(description -> books.nodes.setHealth(
                state,
                description.health() == Health.OK ? Health.OK : Health.IMPAIRED,
                description.message(),
                books.now()));
        if (back && state.reachable()) {
            LOG.info("node {} answers: {}", state.name(), state.health);
            books.wakeUps.node(state.name());
        }
    }

    /** The node did not answer; nothing is concluded but for how long. */
    public void failed(NodeName node, String error) {
        books.locked(() -> state(node).ifPresent(state -> {
            if (!state.reachable()) {
                state.message = error;
                books.nodes.publish(state);
            }
            silence(state, error);
        }));
    }

    private void silence(NodeState state, String error) {
        Instant now = books.now();
        if (state.reachable() && NodeBook.silentFor(state, now).compareTo(books.settings.silence()) > 0) {
            LOG.warn("node {} is silent since {}: {}", state.name(), state.lastHeard, error);
            books.nodes.setHealth(state, Health.UNREACHABLE, error, now);
            for (InstanceRecord record : books.instances.on(state.name())) {
                if (!record.over() && !books.maybeSent.contains(record.id())) {
                    books.unplace(record, record.refusedBy());
                }
            }
        }
    }

    /** The node said what its instances are. */
    public void observed(NodeName node, Changes<ObservedInstance> changes) {
        books.locked(() -> state(node).ifPresent(state -> {
            Set<InstanceId> affected = new TreeSet<>();
            if (changes.complete()) {
                affected.addAll(state.observed.keySet());
                state.observed.clear();
                state.viewKnown = true;
            }
            for (ObservedInstance seen : changes.items()) {
                state.observed.put(seen.id(), seen);
                affected.add(seen.id());
            }
            if (!state.epoch.equals(changes.revision().epoch())) {
                state.epoch = changes.revision().epoch();
                state.networkTaken = null;
            }
            affected.forEach(id -> learn(state, id));
            heard(state);
            if (!affected.isEmpty() || changes.complete()) {
                books.wakeUps.node(node);
                books.placer.placeWaiting(books.now());
            }
        }));
    }

    private void learn(NodeState state, InstanceId id) {
        Optional<ObservedInstance> seen = Optional.ofNullable(state.observed.get(id));
        Optional<InstanceRecord> known = books.instances.get(id);
        books.taken.remove(id);
        if (known.isEmpty()) {
            books.instances.publish(id);
            return;
        }
        InstanceRecord record = known.get();
        if (record.forgotten() && !books.mayBeOnNode(record)) {
            books.drop(id);
        } else if (record.node().filter(state.name()::equals).isPresent()) {
            boolean over =
                    record.lastSeen().filter(last -> last.phase().isFinal()).isPresent();
            if (!over && !record.lastSeen().equals(seen)) {
                books.instances.putLazily(record.seen(seen));
            }
        } else if (record.waiting() && seen.isPresent() && !seen.get().phase().isFinal()) {
            books.maybeSent.add(id);
            books.instances.put(record.at(state.name()).seen(seen));
        } else if (seen.filter(value -> !value.phase().isFinal()).isPresent()) {
            LOG.error("instance {} belongs to node {}, yet {} has it too", id, record.node(), state.name());
        }
    }

    /** What the plan for the node depends on; empty while there is nothing to be said to it. */
    public Optional<NodeView> view(NodeName node) {
        return books.locked(() -> state(node)
                .filter(state -> state.reachable() && state.viewKnown)
                .map(this::view));
    }

    private NodeView view(NodeState state) {
        List<InstanceRecord> records = new ArrayList<>(books.instances.on(state.name()));
        for (InstanceId id : state.observed.keySet()) {
            books.instances
                    .get(id)
                    .filter(record -> record.node().filter(state.name()::equals).isEmpty())
                    .ifPresent(records::add);
        }
        Optional<DocumentIndex> index = books.document.map(this::index);
        Set<InstanceId> connected = records.stream()
                .map(InstanceRecord::id)
                .filter(id -> index.filter(known -> known.connects(id)).isPresent())
                .collect(Collectors.toSet());
        Optional<NodeNetwork> network = index.map(known -> network(state, known));
        return new NodeView(
                state.name(),
                records,
                state.observed,
                books.renewed,
                takenLately(records),
                connected,
                network.filter(wanted -> !wanted.equals(state.networkTaken)));
    }

    private Set<InstanceId> takenLately(List<InstanceRecord> records) {
        Instant limit = books.now().minus(RESEND);
        return records.stream()
                .map(InstanceRecord::id)
                .filter(id -> books.taken.getOrDefault(id, Instant.MIN).isAfter(limit))
                .collect(Collectors.toSet());
    }

    private DocumentIndex index(NetworkDocument document) {
        DocumentIndex known = documentIndex;
        if (known == null || !known.isOf(document)) {
            known = known == null ? new DocumentIndex(document) : known.of(document);
            documentIndex = known;
        }
        return known;
    }

    /**
     * What the node should connect and guard, until its last instance there is forgotten: also what it runs without a record,
     * as another controller may have told it. Its generation grows with every change, also over restarts.
     */
    private NodeNetwork network(NodeState state, DocumentIndex index) {
        List<InstanceRecord> records = books.instances.on(state.name()).stream()
                .filter(record -> !record.forgotten())
                .toList();
        Set<InstanceId> ids = new HashSet<>();
        records.forEach(record -> ids.add(record.id()));
        state.observed.forEach((id, seen) -> {
            if (!seen.phase().isFinal() && books.instances.get(id).isEmpty()) {
                ids.add(id);
            }
        });
        List<NetworkEndpoint> endpoints = index.endpoints(ids);
        Set<NetworkId> present = new HashSet<>();
        records.forEach(
                record -> record.spec().ifPresent(spec -> present.add(spec.nic().network())));
        endpoints.forEach(endpoint -> present.add(endpoint.network()));
        Set<String> peers = new TreeSet<>(books.nodes.tunnelEnds(state));
        peers.add(tunnelAddress.get());
        peers.remove("");
        NodeNetwork known = state.network == null ? NodeNetwork.EMPTY : state.network;
        NodeNetwork wanted = new NodeNetwork(
                known.generation(), index.segments(present), List.copyOf(peers), endpoints, index.groups(endpoints));
        if (state.network != null && wanted.equals(known)) {
            return known;
        }
        long generation = Math.max(Math.max(known.generation() + 1, books.generationFloor), books.clock.millis());
        NodeNetwork next = new NodeNetwork(
                generation, wanted.segments(), wanted.tunnelPeers(), wanted.endpoints(), wanted.groups());
        state.network = next;
        return next;
    }

    /** What the node took last; empty when that is not known. */
    public Optional<NodeNetwork> networkTaken(NodeName node) {
        return books.locked(() -> state(node).flatMap(state -> Optional.ofNullable(state.networkTaken)));
    }

    /** The node holds a later generation than it was told, so what it is told next must be above that. */
    public void networkHeld(NodeName node, long generation) {
        books.locked(() -> state(node).ifPresent(state -> {
            state.forgetNetwork(generation);
            books.wakeUps.node(node);
        }));
    }

    /** The node took the network. */
    public void networkTaken(NodeName node, NodeNetwork network) {
        books.locked(() -> state(node).ifPresent(state -> state.networkTaken = network));
    }

    /**
     * To be called before an instance is sent: from then on the node may have it.
     *
     * @return empty when it is not to be sent any more; else whether the node may have had it before
     */
    public Optional<Boolean> sending(NodeName node, InstanceSpec spec) {
        return books.locked(() -> books.instances
                .get(spec.id())
                .filter(record -> record.node().filter(node::equals).isPresent())
                .filter(record -> !record.terminate() && !record.over())
                .map(record -> !books.maybeSent.add(record.id())));
    }

    /** The node took the instance, with the URLs of that spec. */
    public void sent(InstanceSpec spec) {
        books.locked(() -> {
            books.taken.put(spec.id(), books.now());
            if (books.instances
                    .get(spec.id())
                    .flatMap(InstanceRecord::spec)
                    .filter(spec::equals)
                    .isPresent()) {
                books.renewed.remove(spec.id());
            }
        });
    }

    /**
     * The node has no room for the instance and certainly does not have it.
     *
     * @param countermanded whether the node was told to end it, so that it must not be asked again
     */
    public void refused(NodeName node, InstanceId id, boolean countermanded) {
        books.locked(() -> {
            state(node).ifPresent(state -> state.refusedUntil = books.now().plus(books.settings.refusalPause()));
            books.instances
                    .get(id)
                    .filter(record -> record.node().filter(node::equals).isPresent() && !record.over())
                    .ifPresent(record -> {
                        LOG.info("node {} has no room for {} after all", node, id);
                        Set<NodeName> refusedBy = new HashSet<>(record.refusedBy());
                        if (countermanded) {
                            refusedBy.add(node);
                        }
                        books.unplace(record, refusedBy);
                    });
        });
    }

    /** The node can never run the instance, and certainly does not have it. */
    public void rejected(NodeName node, InstanceId id, String why) {
        books.locked(() -> books.instances
                .get(id)
                .filter(record -> record.node().filter(node::equals).isPresent() && !record.over())
                .ifPresent(record -> {
                    LOG.error("node {} rejects {}: {}", node, id, why);
                    books.instances.put(record.ended(
                            books.now(),
                            Optional.of(new StateReason("Server.InternalError", "Server.InternalError: " + why))));
                    state(node).ifPresent(books.nodes::publish);
                }));
    }

    /** What time alone brings about: silence, the end of waiting, and saving what was put lazily. */
    public void tick() {
        books.locked(() -> {
            for (NodeState state : List.copyOf(books.states.values())) {
                silence(state, "did not answer for " + books.settings.silence().toSeconds() + " s");
            }
            books.placer.placeWaiting(books.now());
        });
        boolean more;
        do {
            more = books.locked(() -> books.instances.save(SAVED_AT_ONCE));
        } while (more);
    }

    private Optional<NodeState> state(NodeName node) {
        return Optional.ofNullable(books.states.get(Objects.requireNonNull(node)));
    }
}
