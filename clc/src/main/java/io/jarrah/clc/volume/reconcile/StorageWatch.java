package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.volume.StorageControllers;
import io.jarrah.clc.volume.StorageHealth;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.ClusterName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    private @Nullable Thread thread;
    /** Of the listening thread alone. */
    private @Nullable Instant failingSince;

    private volatile boolean stopped;

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
    }

    void start() {
        thread = Thread.ofVirtual().name("observe-volumes-" + zone).start(this::listen);
    }

    void stop() throws InterruptedException {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(Duration.ofSeconds(2));
        }
    }

    /** An edge: whatever a poll throws, the controller is asked again, from where it was heard last. */
    private void listen() {
        Revision since = Revision.NONE;
        Duration pause = options.minPause();
        while (!stopped) {
            try {
                since = poll(since);
                pause = options.minPause();
            } catch (RuntimeException e) {
                if (stopped || !pauseAfter(e, pause)) {
                    return;
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(options.maxPause()) > 0 ? options.maxPause() : doubled;
            }
        }
    }

    private Revision poll(Revision since) {
        Changes<ObservedVolume> changes =
                controllers.of(zone).describeVolumes(Correlation.random(), since, options.poll());
        observations.volumes(zone, changes);
        view.accept(changes);
        failingSince = null;
        if (health.note(zone, Health.OK, "", clock.instant())) {
            LOG.info("the storage controller of {} answers", zone);
        }
        if (!changes.items().isEmpty() || changes.complete()) {
            storage.accept(zone);
        }
        return changes.revision();
    }

    private boolean pauseAfter(RuntimeException failure, Duration pause) {
        failed(failure);
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void failed(RuntimeException failure) {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
            LOG.info("the storage controller of {} does not answer; asking again", zone, failure);
            return;
        }
        LOG.debug("the storage controller of {} still does not answer", zone, failure);
        if (now.isBefore(failingSince.plus(options.unreachableAfter()))) {
            return;
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (health.note(zone, Health.UNREACHABLE, message, now)) {
            LOG.warn("the storage controller of {} is unreachable: {}; its volumes stay as they are", zone, message);
        }
    }
}
