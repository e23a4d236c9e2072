package io.jarrah.clc.storage.reconcile;

import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.reconcile.LongPolls;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.storage.StorageHealth;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.ClusterName;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to one storage controller: a long poll for each kind of things that it has. */
final class StorageWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);

    private final ClusterName zone;
    private final StorageControllers controllers;
    private final List<StorageListener> listeners;
    private final StorageHealth health;
    private final InstantSource clock;
    private final ClusterObserver.Options options;
    private final LongPolls polls;

    StorageWatch(
            ClusterName zone,
            StorageControllers controllers,
            List<StorageListener> listeners,
            StorageHealth health,
            InstantSource clock,
            ClusterObserver.Options options) {
        this.zone = zone;
        this.controllers = controllers;
        this.listeners = List.copyOf(listeners);
        this.health = health;
        this.clock = clock;
        this.options = options;
        this.polls = new LongPolls("the storage controller of " + zone, this::unreachable, clock, options);
    }

    void start() {
        for (StorageListener listener : listeners) {
            polls.start("observe-" + listener.subject() + "-" + zone, since -> poll(listener, since));
        }
    }

    void stop() throws InterruptedException {
        polls.stop();
    }

    private Revision poll(StorageListener listener, Revision since) {
        Revision heard = listener.listen(zone, controllers.of(zone), since, options.poll());
        polls.answered();
        if (health.note(zone, Health.OK, "", clock.instant())) {
            LOG.info("the storage controller of {} answers", zone);
        }
        return heard;
    }

    private void unreachable(String message) {
        if (health.note(zone, Health.UNREACHABLE, message, clock.instant())) {
            LOG.warn(
                    "the storage controller of {} is unreachable: {}; its volumes and snapshots stay as they are",
                    zone,
                    message);
        }
    }
}
