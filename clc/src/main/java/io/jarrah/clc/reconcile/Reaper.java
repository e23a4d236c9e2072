package io.jarrah.clc.reconcile;

import io.jarrah.clc.address.Translations;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.snapshot.Snapshots;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is over: instances an hour after their end, with their launch data and tags; launches, networks and
 * deregistered images nothing refers to any more; public addresses nobody holds; volumes and snapshots an hour after nothing was left of them. The cluster then forgets the
 * instances and the storage controller the volumes and snapshots, because no row is left. An instance stays as long as a volume is not free of it.
 */
public final class Reaper implements Reconciler<Reaper.Everything> {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    private static final int BATCH = 200;
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** The one key: everything. */
    public enum Everything {
        /** All rows. */
        ALL
    }

    private final Database database;
    private final Tags tags;
    private final ClusterWakeUp wakeUp;
    private final Consumer<ClusterName> storage;
    private final InstantSource clock;

    public Reaper(
            Database database, Tags tags, ClusterWakeUp wakeUp, Consumer<ClusterName> storage, InstantSource clock) {
        this.database = database;
        this.tags = tags;
        this.wakeUp = wakeUp;
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public Result reconcile(Everything key) {
        Instant now = clock.instant();
        Set<ClusterName> zones = new HashSet<>();
        List<InstanceEntity> purged;
        do {
            purged = database.write(session -> purgeInstances(session, now));
            purged.forEach(row -> zones.add(row.zone()));
        } while (purged.size() == BATCH);
        zones.addAll(database.write(session -> {
            purgeLaunches(session);
            purgeImages(session);
            Translations.sweep(session);
            return purgeNetworks(session, now);
        }));
        zones.forEach(wakeUp::wakeUp);
        purgeStorage(now);
        return Result.after(AGAIN);
    }

    private void purgeStorage(Instant now) {
        Set<ClusterName> zones = new HashSet<>();
        purgeAll(zones, session -> Volumes.purge(session, now, BATCH));
        purgeAll(zones, session -> Snapshots.purge(session, now, BATCH));
        zones.forEach(storage);
    }

    private void purgeAll(Set<ClusterName> zones, Function<Session, List<ClusterName>> batch) {
        List<ClusterName> purged;
        do {
            purged = database.write(batch);
            zones.addAll(purged);
        } while (purged.size() == BATCH);
    }

    private List<InstanceEntity> purgeInstances(Session session, Instant now) {
        List<InstanceEntity> old = session.createSelectionQuery(
                        "from InstanceEntity i where i.observed.terminatedAt <= :until and not exists"
                                + " (select 1 from AttachmentEntity a where a.instanceId = i.id)"
                                + " order by i.observed.terminatedAt",
                        InstanceEntity.class)
                .setParameter("until", now.minus(Instances.REMEMBERED))
                .setMaxResults(BATCH)
                .getResultList();
        for (InstanceEntity row : old) {
            tags.removeAll(session, row.account(), row.id().value());
            tags.removeAll(session, row.account(), DefaultVpc.networkInterface(row.id()));
            session.remove(row);
        }
        if (!old.isEmpty()) {
            LOG.info("purged {} instances that ended an hour ago", old.size());
        }
        return old;
    }

    private static void purgeLaunches(Session session) {
        session.createMutationQuery("delete from ReservationEntity r where not exists"
                        + " (select 1 from InstanceEntity i where i.reservationId = r.id)")
                .executeUpdate();
    }

    /**
     * Deletes networks nothing is in; returns their zones. A launch that takes the network at the same moment wins or starts over: a
     * foreign key refuses one of both.
     */
    private static Set<ClusterName> purgeNetworks(Session session, Instant now) {
        List<NetworkEntity> empty = session.createSelectionQuery(
                        "from NetworkEntity n where n.createdAt <= :until and not exists"
                                + " (select 1 from InstanceEntity i where i.networkId = n.id)",
                        NetworkEntity.class)
                .setParameter("until", now.minus(Instances.REMEMBERED))
                .getResultList();
        empty.forEach(session::remove);
        Set<ClusterName> zones = empty.stream().map(NetworkEntity::zone).collect(Collectors.toSet());
        zones.forEach(zone -> Clusters.ensure(session, zone, now).networkChanged());
        return zones;
    }

    private void purgeImages(Session session) {
        for (ImageEntity image : Images.purgeable(session)) {
            tags.removeAll(session, image.account(), image.id().value());
            session.remove(image);
        }
    }
}
