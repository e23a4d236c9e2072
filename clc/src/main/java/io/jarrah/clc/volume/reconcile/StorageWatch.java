package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.reconcile.LongPolls;
import io.jarrah.clc.volume.StorageControllers;
import io.jarrah.clc.volume.StorageHealth;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.ClusterName;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to one storage controller. A report is in the rows before the reconciler is woken by it. */
final class StorageWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);

    private final ClusterName zone;
    private final StorageControllers controllers;
    private final VolumeObservations observations;
    private final StorageView view;
    private final StorageHealth health;
    private final Consumer<ClusterName> storage;
    private final InstantSource clock;
    private final ClusterObserver.Options options;
    private final LongPolls polls;

    StorageWatch(
            ClusterName zone,
            StorageControllers controllers,
            VolumeObservations observations,
            StorageView view,
            StorageHealth health,
            Consumer<ClusterName> storage,
            InstantSource clock,
            ClusterObserver.Options options) {
        this.zone = zone;
        this.controllers = controllers;
        this.observations = observations;
        this.view = view;
        this.health = health;
        this.storage = storage;
        this.clock = clock;
        this.options = options;
        this.polls = new LongPolls("the storage controller of " + zone, this::unreachable, clock, options);
    }

    void start() {
        polls.start("observe-volumes-" + zone, this::poll);
    }

    void stop() throws InterruptedException {
        polls.stop();
    }

    private Revision poll(Revision since) {
        Changes<ObservedVolume> changes =
                controllers.of(zone).describeVolumes(Correlation.random(), since, options.poll());
        observations.volumes(zone, changes);
        view.accept(changes);
        polls.answered();
        if (health.note(zone, Health.OK, "", clock.instant())) {
            LOG.info("the storage controller of {} answers", zone);
        }
        if (!changes.items().isEmpty() || changes.complete()) {
            storage.accept(zone);
        }
        return changes.revision();
    }

    private void unreachable(String message) {
        if (health.note(zone, Health.UNREACHABLE, message, clock.instant())) {
            LOG.warn("the storage controller of {} is unreachable: {}; its volumes stay as they are", zone, message);
        }
    }
}
