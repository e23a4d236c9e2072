package io.jarrah.clc.storage.reconcile;

import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.storage.StorageHealth;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.lifecycle.Service;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to every registered storage controller: long polls to each, begun and ended as they come and go. */
public final class StorageObserver implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(StorageObserver.class);

    private final StorageControllers controllers;
    private final List<StorageListener> listeners;
    private final StorageHealth health;
    private final InstantSource clock;
    private final ClusterObserver.Options options;
    private final Map<ClusterName, StorageWatch> watches = new ConcurrentHashMap<>();
    private @Nullable Thread scanner;
    private volatile boolean stopped;

    public StorageObserver(
            StorageControllers controllers,
            List<StorageListener> listeners,
            StorageHealth health,
            InstantSource clock,
            ClusterObserver.Options options) {
        this.controllers = controllers;
        this.listeners = List.copyOf(listeners);
        this.health = health;
        this.clock = clock;
        this.options = options;
    }

    @Override
    public String name() {
        return "storage-observer";
    }

    @Override
    public synchronized void start() {
        if (scanner == null) {
            stopped = false;
            scanner = Thread.ofVirtual().name("storage-observer").start(this::scan);
        }
    }

    @Override
    public synchronized void stop() throws InterruptedException {
        Thread running = scanner;
        scanner = null;
        // Beside the interrupt, which a look at the rows may swallow.
        stopped = true;
        if (running != null) {
            running.interrupt();
            running.join();
        }
        for (StorageWatch watch : watches.values()) {
            watch.stop();
        }
        watches.clear();
    }

    private void scan() {
        try {
            follow();
            while (!stopped) {
                Thread.sleep(options.scan());
                follow();
            }
        } catch (InterruptedException e) {
            LOG.debug("storage observer ends");
        }
    }

    private void follow() throws InterruptedException {
        Set<ClusterName> registered;
        try {
            registered = new HashSet<>(controllers.zones());
        } catch (RuntimeException e) {
            LOG.warn("cannot look up the registered storage controllers; trying again in {}", options.scan(), e);
            return;
        }
        for (ClusterName zone : registered) {
            watches.computeIfAbsent(zone, this::watch);
        }
        for (ClusterName gone : Set.copyOf(watches.keySet())) {
            StorageWatch watch = registered.contains(gone) ? null : watches.remove(gone);
            if (watch != null) {
                watch.stop();
                health.forget(gone);
            }
        }
    }

    private StorageWatch watch(ClusterName zone) {
        StorageWatch watch = new StorageWatch(zone, controllers, listeners, health, clock, options);
        watch.start();
        return watch;
    }
}
