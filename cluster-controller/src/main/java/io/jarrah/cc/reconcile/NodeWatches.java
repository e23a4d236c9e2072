package io.jarrah.cc.reconcile;

import io.jarrah.cc.books.NodeBooks;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Watches exactly the registered nodes. */
public final class NodeWatches implements Reconciler<ClusterName>, Service {
    private final NodeBooks books;
    private final NodeClients clients;
    private final WatchSettings settings;
    private final Map<NodeName, NodeWatch> watches = new HashMap<>();

    public NodeWatches(NodeBooks books, NodeClients clients, WatchSettings settings) {
        this.books = books;
        this.clients = clients;
        this.settings = settings;
    }

    @Override
    public synchronized Result reconcile(ClusterName cluster) throws InterruptedException {
        List<NodeRegistration> wanted = books.registrations();
        clients.update(wanted);
        for (NodeWatch watch : List.copyOf(watches.values())) {
            if (!wanted.contains(watch.registration())) {
                watches.remove(watch.registration().name());
                watch.stop();
            }
        }
        for (NodeRegistration registration : wanted) {
            Optional<NodeService> client = clients.get(registration.name());
            if (client.isPresent() && !watches.containsKey(registration.name())) {
                NodeWatch watch = new NodeWatch(registration, client.get(), books, settings);
                watches.put(registration.name(), watch);
                watch.start();
            }
        }
        return Result.done();
    }

    @Override
    public String name() {
        return "watches";
    }

    /** The loop that calls {@link #reconcile} begins the watching. */
    @Override
    public void start() {}

    /** Watches no node any more; the loop must have stopped before. */
    @Override
    public synchronized void stop() throws InterruptedException {
        for (NodeWatch watch : watches.values()) {
            watch.stop();
        }
        watches.clear();
    }
}
