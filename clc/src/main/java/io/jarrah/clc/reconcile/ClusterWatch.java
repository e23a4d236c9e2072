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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to one cluster. A report is in the rows before the reconciler is woken by it. */
final class ClusterWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final Duration DESCRIBE_AGAIN = Duration.ofMinutes(1);

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
    private final LongPolls polls;
    private @Nullable Health recorded;

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
        this.polls = new LongPolls("cluster " + cluster, this::unreachable, clock, options);
    }

    void start() {
        polls.start("observe-instances-" + cluster, this::instances);
        polls.start("observe-nodes-" + cluster, this::nodes);
    }

    void stop() throws InterruptedException {
        polls.stop();
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
        polls.answered();
        answers();
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

    private synchronized void answers() {
        if (recorded != Health.OK) {
            observations.health(cluster, Health.OK, "");
            recorded = Health.OK;
        }
    }

    private synchronized void unreachable(String message) {
        if (recorded == Health.UNREACHABLE) {
            return;
        }
        try {
            observations.health(cluster, Health.UNREACHABLE, message);
            recorded = Health.UNREACHABLE;
        } catch (RuntimeException e) {
            LOG.warn("cannot record that cluster {} is unreachable; trying again", cluster, e);
        }
    }
}
