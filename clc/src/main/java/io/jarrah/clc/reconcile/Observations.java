package io.jarrah.clc.reconcile;

import io.jarrah.clc.address.Translations;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceEntity.Observation;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv4Prefix;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what clusters report into the observed half of the rows, in batches. A cluster speaks for the instances of its
 * own zone only. Writing the same report twice changes nothing.
 */
public final class Observations {
    private static final Logger LOG = LoggerFactory.getLogger(Observations.class);
    private static final int BATCH = 200;
    private static final Duration RECENT = Duration.ofSeconds(10);

    private final Database database;
    private final InstantSource clock;
    private final Consumer<InstanceId> attachments;
    private final Timer delay;

    public Observations(
            Database database, InstantSource clock, Consumer<InstanceId> attachments, MeterRegistry metrics) {
        this.database = database;
        this.clock = clock;
        this.attachments = attachments;
        this.delay = Timer.builder("jarrah.observe.delay")
                .description("from a change of phase on a node until the API tells it")
                .register(metrics);
    }

    /**
     * Takes over what the cluster says of its instances. Those missing from a complete report are out of sight, no more. Returns the
     * other clusters whose network documents are others now, for an end takes a member from its groups.
     */
    public Set<ClusterName> instances(ClusterName cluster, Changes<ObservedInstance> changes) {
        List<ObservedInstance> items = changes.items();
        Set<ClusterName> elsewhere = new HashSet<>();
        for (int from = 0; from < items.size(); from += BATCH) {
            List<ObservedInstance> batch = items.subList(from, Math.min(items.size(), from + BATCH));
            Observed observed = database.write(session -> observe(session, cluster, batch));
            recordDelays(observed.moved(), clock.instant());
            observed.withVolumes().forEach(attachments);
            elsewhere.addAll(observed.elsewhere());
        }
        if (changes.complete()) {
            Set<InstanceId> heard = new HashSet<>();
            items.forEach(item -> heard.add(item.id()));
            noteMissing(cluster, heard);
        }
        return elsewhere;
    }

    /**
     * What came of a batch.
     *
     * @param moved those of the reports that tell of another phase: only they are as old as they say
     * @param elsewhere other clusters whose network documents are others now
     * @param withVolumes instances whose attachments of volumes are to be looked at
     */
    private record Observed(List<ObservedInstance> moved, Set<ClusterName> elsewhere, Set<InstanceId> withVolumes) {}

    /** An old change in a report only means that somebody was away. */
    private void recordDelays(List<ObservedInstance> batch, Instant now) {
        for (ObservedInstance report : batch) {
            Duration age = Duration.between(report.since(), now);
            if (!age.isNegative() && age.compareTo(RECENT) < 0) {
                delay.record(age);
            }
        }
    }

    /** Takes over what the cluster says of its nodes. */
    public void nodes(ClusterName cluster, Changes<NodeStatus> changes) {
        if (changes.items().isEmpty() && !changes.complete()) {
            return;
        }
        Instant now = clock.instant();
        database.write(session -> {
            Clusters.observeNodes(session, cluster, changes.items(), changes.complete(), now);
            return now;
        });
    }

    /**
     * Takes over what a cluster's controller says of itself. Of two that name one address the last one has it. Returns the clusters whose
     * network documents are others now.
     */
    public Set<ClusterName> described(ClusterName cluster, ClusterDescription description) {
        String said = description.tunnelAddress();
        Optional<String> tunnel =
                Optional.of(said).filter(address -> Ipv4Prefix.address(address).isPresent());
        if (tunnel.isEmpty() && !said.isEmpty()) {
            LOG.warn("cluster {} names \"{}\" as the end of its tunnels, which is not an IPv4 address", cluster, said);
        }
        if (database.read(session -> tunnel(session, cluster)).equals(tunnel)) {
            return Set.of();
        }
        Instant now = clock.instant();
        LOG.info("tunnels to cluster {} end at {}", cluster, tunnel.orElse("nothing"));
        return database.write(session -> {
            Clusters.withTunnels(session).stream()
                    .filter(row -> row.tunnelAddress().equals(tunnel))
                    .forEach(row -> row.tunnelsEndAt(Optional.empty()));
            // Constraints are looked at row by row, so who loses the address is written first.
            session.flush();
            Clusters.ensure(session, cluster, now).tunnelsEndAt(tunnel);
            session.flush();
            return Clusters.networkChangedEverywhere(session);
        });
    }

    private static Optional<String> tunnel(Session session, ClusterName cluster) {
        return Clusters.find(session, cluster).flatMap(ClusterEntity::tunnelAddress);
    }

    /** Nothing is sent to or taken from the tunnels of clusters other than these. Returns as {@link #described} does. */
    public Set<ClusterName> registered(Set<ClusterName> clusters) {
        if (database.read(session -> unregistered(session, clusters)).isEmpty()) {
            return Set.of();
        }
        return database.write(session -> {
            for (ClusterEntity row : unregistered(session, clusters)) {
                LOG.info("cluster {} is not registered any more; no tunnel goes there", row.name());
                row.tunnelsEndAt(Optional.empty());
            }
            session.flush();
            return Clusters.networkChangedEverywhere(session);
        });
    }

    private static List<ClusterEntity> unregistered(Session session, Set<ClusterName> clusters) {
        return Clusters.withTunnels(session).stream()
                .filter(row -> !clusters.contains(row.name()))
                .toList();
    }

    /** Records whether the cluster's controller answers; touches nothing else. */
    public void health(ClusterName cluster, Health health, String message) {
        Instant now = clock.instant();
        boolean news = database.write(session -> {
            ClusterEntity row = Clusters.ensure(session, cluster, now);
            return row.heard(health, message, now);
        });
        if (news && health == Health.OK) {
            LOG.info("cluster {} answers", cluster);
        } else if (news) {
            LOG.warn("cluster {} is {}: {}; its instances stay as they are", cluster, health, message);
        }
    }

    private Observed observe(Session session, ClusterName cluster, List<ObservedInstance> batch) {
        Instant now = clock.instant();
        Map<InstanceId, InstanceEntity> rows = new HashMap<>();
        Instances.inZone(
                        session,
                        cluster,
                        batch.stream().map(ObservedInstance::id).toList())
                .forEach(row -> rows.put(row.id(), row));
        List<InstanceId> ended = new ArrayList<>();
        List<ObservedInstance> moved = new ArrayList<>();
        // What could not be told while its node was silent is told now.
        Set<InstanceId> withVolumes = new HashSet<>();
        for (ObservedInstance report : batch) {
            InstanceEntity row = rows.get(report.id());
            if (row == null) {
                continue;
            }
            Optional<InstancePhase> before = row.observed().phase();
            boolean silent = !row.observed().reachable();
            Observation news = row.observe(report, now);
            if (news == Observation.TERMINATED) {
                ended.add(report.id());
            }
            if (!row.observed().phase().equals(before)) {
                moved.add(report);
            }
            if (silent && row.observed().reachable() && row.volumesGeneration() > 0) {
                withVolumes.add(report.id());
            }
        }
        withVolumes.addAll(Attachments.reported(session, batch, rows));
        List<InstanceId> readdressed = LearnedAddresses.take(session, batch, rows);
        if (ended.isEmpty() && readdressed.isEmpty()) {
            return new Observed(moved, Set.of(), withVolumes);
        }
        Clusters.ensure(session, cluster, now).networkChanged();
        new Translations(session, now).endAll(ended);
        Set<SecurityGroupId> changed = new HashSet<>(Memberships.leave(session, ended));
        Memberships.of(session, readdressed)
                .values()
                .forEach(groups -> groups.forEach(group -> changed.add(group.id())));
        return new Observed(moved, Memberships.changed(session, changed, cluster), withVolumes);
    }

    private void noteMissing(ClusterName cluster, Set<InstanceId> heard) {
        boolean missing = database.read(
                session -> Instances.liveInZone(session, cluster).stream().anyMatch(row -> isMissing(row, heard)));
        if (!missing) {
            return;
        }
        database.write(session -> {
            List<InstanceEntity> lost = Instances.liveInZone(session, cluster).stream()
                    .filter(row -> isMissing(row, heard))
                    .toList();
            lost.forEach(InstanceEntity::lostFromSight);
            LOG.warn(
                    "cluster {} does not know {} of its instances at present; they count as unreachable: {}",
                    cluster,
                    lost.size(),
                    lost.stream().map(InstanceEntity::id).limit(20).toList());
            return lost.size();
        });
    }

    private static boolean isMissing(InstanceEntity row, Set<InstanceId> heard) {
        return row.observed().phase().isPresent() && row.observed().reachable() && !heard.contains(row.id());
    }
}
