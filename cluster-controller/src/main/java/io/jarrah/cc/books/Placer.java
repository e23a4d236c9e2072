package io.jarrah.cc.books;

import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds nodes for instances that wait for one. Guarded by the lock of {@link Books}. */
final class Placer {
    private static final Logger LOG = LoggerFactory.getLogger(Placer.class);
    private static final StateReason NO_ROOM = new StateReason(
            "Server.InsufficientInstanceCapacity",
            "Server.InsufficientInstanceCapacity: no node of the zone has room for the instance");

    private final BooksSettings settings;
    private final InstanceBook instances;
    private final NodeBook nodes;
    private final Map<NodeName, NodeState> states;
    private final WakeUps wakeUps;
    private final Map<InstanceId, Instant> waitingSince = new HashMap<>();
    private Optional<NodeName> last = Optional.empty();

    Placer(
            BooksSettings settings,
            InstanceBook instances,
            NodeBook nodes,
            Map<NodeName, NodeState> states,
            WakeUps wakeUps) {
        this.settings = settings;
        this.instances = instances;
        this.nodes = nodes;
        this.states = states;
        this.wakeUps = wakeUps;
    }

    /** Takes the record into the books, on a node when one has room, else waiting. */
    void put(InstanceRecord record, Instant now) {
        if (!record.waiting() || !nodes.settled(now)) {
            instances.put(record);
            return;
        }
        InstanceRecord placed =
                ended(record).or(() -> choose(record, now).map(record::at)).orElse(record);
        instances.put(placed);
        placed.node().ifPresent(this::told);
    }

    /** Tries all that wait, the longest waiting first; ends those that waited too long. */
    void placeWaiting(Instant now) {
        List<InstanceRecord> waiting = instances.all().stream()
                .filter(InstanceRecord::waiting)
                .sorted(Comparator.comparing(InstanceRecord::received).thenComparing(InstanceRecord::id))
                .toList();
        waitingSince
                .keySet()
                .removeIf(
                        id -> instances.get(id).filter(InstanceRecord::waiting).isEmpty());
        if (waiting.isEmpty()) {
            return;
        }
        boolean settled = nodes.settled(now);
        for (InstanceRecord record : waiting) {
            Instant since = waitingSince.computeIfAbsent(record.id(), id -> now);
            Optional<InstanceRecord> ended = settled ? ended(record) : Optional.empty();
            Optional<NodeName> node = settled && ended.isEmpty() ? choose(record, now) : Optional.empty();
            if (ended.isPresent()) {
                instances.put(ended.get());
            } else if (node.isPresent()) {
                instances.put(record.at(node.get()));
                told(node.get());
            } else if (settled && !now.isBefore(since.plus(settings.placementLimit()))) {
                LOG.warn("instance {} found no node with room within {}", record.id(), settings.placementLimit());
                instances.put(record.ended(now, Optional.of(NO_ROOM)));
            }
        }
    }

    /** One that a node remembers to have ended: another controller started it there and ended it, and it must not rise again. */
    private Optional<InstanceRecord> ended(InstanceRecord record) {
        InstanceId id = record.id();
        return instances
                .host(id)
                .filter(host ->
                        InstanceBook.isOver(host, id) && !record.refusedBy().contains(host.name()))
                .map(host -> record.at(host.name()).seen(Optional.ofNullable(host.observed.get(id))));
    }

    private Optional<NodeName> choose(InstanceRecord record, Instant now) {
        Optional<NodeName> chosen = record.spec()
                .flatMap(spec -> Placement.place(
                        settings.policy(), nodes.candidates(now), Ledger.demand(spec), record.refusedBy(), last));
        if (chosen.isPresent()) {
            last = chosen;
        }
        return chosen;
    }

    private void told(NodeName node) {
        NodeState state = states.get(node);
        if (state != null) {
            nodes.publish(state);
        }
        wakeUps.node(node);
    }
}
