package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.volume.StorageControllers;
import io.jarrah.clc.volume.StorageHealth;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.lifecycle.Service;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to every registered storage controller: a long poll each, begun and ended as they come and go. */
public final class StorageObserver implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(StorageObserver.class);

    private final StorageControllers controllers;
    private final VolumeObservations observations;
    private final StorageViews views;
    private final StorageHealth health;
    private final Consumer<ClusterName> storage;
    private final InstantSource clock;
    private final ClusterObserver.Options options;
    private final Map<ClusterName, StorageWatch> watches = new ConcurrentHashMap<>();
    private @Nullable Thread scanner;
    private volatile boolean stopped;

    public StorageObserver(
            StorageControllers controllers,
            VolumeObservations observations,
            StorageViews views,
            StorageHealth health,
            Consumer<ClusterName> storage,
            InstantSource clock,
            ClusterObserver.Options options) {
        this.controllers = controllers;
        this.observations = observations;
        this.views = views;
        this.health = health;
        this.storage = storage;
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
        StorageWatch watch =
                new StorageWatch(zone, controllers, observations, views.of(zone), health, storage, clock, options);
        watch.start();
        return watch;
    }
}
