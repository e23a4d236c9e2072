package io.jarrah.clc.reconcile;

import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to one cluster. A report is in the rows before the reconciler is woken by it. */
final class ClusterWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final Duration DESCRIBE_AGAIN = Duration.ofMinutes(1);

    /** One long poll; returns the revision to ask since next. */
    private interface Poll {
        Revision since(Revision since);
    }

    private final ClusterName cluster;
    private final ClusterServices services;
    private final Observations observations;
    private final ClusterView view;
    private final ClusterWakeUp reconciler;
    private final InstantSource clock;
    private final ClusterObserver.Options options;
    /** Of the thread that listens to nodes alone. */
    private String describedEpoch = "";

    private Instant describedAt = Instant.EPOCH;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Instant failingSince;
    private @Nullable Health recorded;
    private volatile boolean stopped;

    ClusterWatch(
            ClusterName cluster,
            ClusterServices services,
            Observations observations,
            ClusterView view,
            ClusterWakeUp reconciler,
            InstantSource clock,
            ClusterObserver.Options options) {
        this.cluster = cluster;
        this.services = services;
        this.observations = observations;
        this.view = view;
        this.reconciler = reconciler;
        this.clock = clock;
        this.options = options;
    }

    void start() {
        threads.add(Thread.ofVirtual().name("observe-instances-" + cluster).start(() -> listen(this::instances)));
        threads.add(Thread.ofVirtual().name("observe-nodes-" + cluster).start(() -> listen(this::nodes)));
    }

    void stop() throws InterruptedException {
        stopped = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(2));
        }
    }

    private Revision instances(Revision since) {
        Changes<ObservedInstance> changes =
                services.of(cluster).describeInstances(Correlation.random(), since, options.poll());
        Set<ClusterName> elsewhere = observations.instances(cluster, changes);
        view.accept(changes);
        elsewhere.forEach(reconciler::wakeUp);
        if (!changes.items().isEmpty() || changes.complete()) {
            reconciler.wakeUp(cluster);
        }
        answered();
        return changes.revision();
    }

    private Revision nodes(Revision since) {
        Changes<NodeStatus> changes = services.of(cluster).describeNodes(Correlation.random(), since, options.poll());
        observations.nodes(cluster, changes);
        view.acceptNodes(changes);
        if (!changes.items().isEmpty()) {
            reconciler.wakeUp(cluster);
        }
        describe(changes.revision().epoch());
        return changes.revision();
    }

    /** Asks the controller about itself when it came up anew, and now and then, in case that what it said was lost. */
    private void describe(String epoch) {
        Instant now = clock.instant();
        if (epoch.equals(describedEpoch) && now.isBefore(describedAt.plus(DESCRIBE_AGAIN))) {
            return;
        }
        ClusterDescription description;
        try {
            description = services.of(cluster).describeCluster(Correlation.random());
        } catch (ServiceException e) {
            LOG.info("cluster {} does not describe itself; asking again after its nodes", cluster, e);
            return;
        }
        observations.described(cluster, description).forEach(reconciler::wakeUp);
        describedEpoch = epoch;
        describedAt = now;
    }

    /** An edge: whatever a poll throws, the cluster is asked again, from where it was heard last. */
    private void listen(Poll poll) {
        Revision since = Revision.NONE;
        Duration pause = options.minPause();
        while (!stopped) {
            try {
                since = poll.since(since);
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

    private boolean pauseAfter(RuntimeException failure, Duration pause) {
        try {
            failed(failure);
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private synchronized void answered() {
        failingSince = null;
        if (recorded != Health.OK) {
            observations.health(cluster, Health.OK, "");
            recorded = Health.OK;
        }
    }

    private synchronized void failed(RuntimeException failure) {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
            LOG.info("cluster {} does not answer; asking again", cluster, failure);
            return;
        }
        LOG.debug("cluster {} still does not answer", cluster, failure);
        if (recorded != Health.UNREACHABLE && !now.isBefore(failingSince.plus(options.unreachableAfter()))) {
            record(failure);
        }
    }

    private void record(RuntimeException failure) {
        try {
            String message = failure.getMessage();
            observations.health(cluster, Health.UNREACHABLE, message == null ? failure.toString() : message);
            recorded = Health.UNREACHABLE;
        } catch (RuntimeException e) {
            LOG.warn("cannot record that cluster {} is unreachable; trying again", cluster, e);
        }
    }
}
