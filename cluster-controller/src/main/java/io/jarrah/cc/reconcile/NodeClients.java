package io.jarrah.cc.reconcile;

import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.id.NodeName;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client per registered node, made anew when the registration changes. */
public final class NodeClients {
    private static final Logger LOG = LoggerFactory.getLogger(NodeClients.class);

    private record Entry(NodeRegistration registration, NodeService client) {}

    private final Function<NodeRegistration, NodeService> factory;
    private final ConcurrentHashMap<NodeName, Entry> clients = new ConcurrentHashMap<>();

    public NodeClients(Function<NodeRegistration, NodeService> factory) {
        this.factory = factory;
    }

    /** Makes the clients those of these registrations. */
    void update(Collection<NodeRegistration> registrations) {
        clients.keySet()
                .retainAll(registrations.stream().map(NodeRegistration::name).collect(Collectors.toSet()));
        for (NodeRegistration registration : registrations) {
            clients.compute(
                    registration.name(),
                    (name, known) ->
                            known != null && known.registration().equals(registration) ? known : make(registration));
        }
    }

    /** One registration that cannot be used must not keep the other nodes from being served. */
    private @Nullable Entry make(NodeRegistration registration) {
        try {
            return new Entry(registration, factory.apply(registration));
        } catch (IllegalArgumentException e) {
            LOG.error("node {} cannot be called as registered; register it anew", registration.name(), e);
            return null;
        }
    }

    /** The client of a node. */
    public Optional<NodeService> get(NodeName name) {
        return Optional.ofNullable(clients.get(name)).map(Entry::client);
    }
}
