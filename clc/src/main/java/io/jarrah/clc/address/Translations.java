package io.jarrah.clc.address;

import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;

/**
 * What leads where: the changes of one transaction, and the only place that makes them. Every change gives the network document of the
 * clusters concerned another generation, so it also collides with a launch, an end or another change at the same time in the same zone.
 *
 * <p>An address is given back in two steps. First its row loses the instance, and a hold says which cluster translated it and which
 * generation of the document will be the first without it. When that cluster has acknowledged this generation or a later one,
 * {@link #acknowledged} takes the hold away; an address that was released and has no hold left is free. Nothing of it is in memory: after
 * a crash the document is told again, acknowledged again, and the rest follows. Its owner may lead an elastic address elsewhere at
 * once, also when the first cluster does not answer, for that is what it is for.
 */
public final class Translations {
    private final Session session;
    private final Instant now;
    private final Map<ClusterName, ClusterEntity> touched = new HashMap<>();

    /** None yet, in the caller's transaction. */
    public Translations(Session session, Instant now) {
        this.session = session;
        this.now = now;
    }

    /** Leads an elastic address to an instance that has none; it leads nowhere else from then on. */
    public void begin(AddressEntity address, InstanceId instance, ClusterName zone, AssociationId association) {
        end(address);
        // The constraint of one address for each instance is looked at row by row, so what ends has to be written
        // first.
        session.flush();
        changed(zone);
        address.leadTo(instance, zone, association);
        session.flush();
    }

    /** Ends what leads to an instance: an elastic address stays with its owner, an automatic one is released. */
    public void end(AddressEntity address) {
        address.zone().ifPresent(zone -> hold(address, zone));
        if (address.isElastic()) {
            address.leadNowhere();
        } else {
            address.release(now);
        }
    }

    /** Ends all that leads to these instances, which are no more. */
    public void endAll(Collection<InstanceId> instances) {
        Addresses.ofInstances(session, instances).forEach(this::end);
    }

    /** Gives an elastic address back. It is free at once when no cluster can be translating it. */
    public void release(AddressEntity address) {
        end(address);
        address.release(now);
        session.flush();
        if (holds(address) == 0) {
            session.remove(address);
        }
    }

    /** The clusters whose network document changed; their reconcilers are to be woken after the commit. */
    public Set<ClusterName> zones() {
        return Set.copyOf(touched.keySet());
    }

    private void hold(AddressEntity address, ClusterName zone) {
        long generation = changed(zone).networkGeneration();
        AddressHoldEntity present =
                session.find(AddressHoldEntity.class, new AddressHoldEntity.Key(address.publicIp(), zone.value()));
        if (present == null) {
            session.persist(new AddressHoldEntity(address.publicIp(), zone, generation));
        } else {
            present.until(generation);
        }
    }

    private ClusterEntity changed(ClusterName zone) {
        return touched.computeIfAbsent(zone, name -> {
            ClusterEntity cluster = Clusters.ensure(session, name, now);
            cluster.networkChanged();
            return cluster;
        });
    }

    private long holds(AddressEntity address) {
        return session.createSelectionQuery("select count(*) from AddressHoldEntity where publicIp = :ip", Long.class)
                .setParameter("ip", address.publicIp())
                .getSingleResult();
    }

    /** Whether {@link #acknowledged} has something to do; a cheap look before a transaction that writes. */
    public static boolean isAwaiting(Session session, ClusterName zone, long generation) {
        return !session.createSelectionQuery(
                        "select publicIp from AddressHoldEntity where zoneName = :zone and generation <= :generation",
                        String.class)
                .setParameter("zone", zone.value())
                .setParameter("generation", generation)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /**
     * The cluster has taken up the network document of that generation: what it stopped translating is held by it no more.
     *
     * @return how many addresses became free
     */
    public static int acknowledged(Session session, ClusterName zone, long generation) {
        List<String> waiting = session.createSelectionQuery(
                        "select publicIp from AddressHoldEntity where zoneName = :zone and generation <= :generation",
                        String.class)
                .setParameter("zone", zone.value())
                .setParameter("generation", generation)
                .getResultList();
        session.createMutationQuery(
                        "delete from AddressHoldEntity where zoneName = :zone and generation <= :generation")
                .setParameter("zone", zone.value())
                .setParameter("generation", generation)
                .executeUpdate();
        if (waiting.isEmpty()) {
            return 0;
        }
        return session.createMutationQuery("delete from AddressEntity a where a.releasedAt is not null"
                        + " and a.publicIp in :waiting and not exists"
                        + " (select 1 from AddressHoldEntity h where h.publicIp = a.publicIp)")
                .setParameterList("waiting", waiting)
                .executeUpdate();
    }

    /**
     * Frees what was released and is held by no cluster. Only when two clusters take their holds off one address in the same moment
     * is there something to do: either leaves the address to the other.
     */
    public static int sweep(Session session) {
        return session.createMutationQuery("delete from AddressEntity a where a.releasedAt is not null and not exists"
                        + " (select 1 from AddressHoldEntity h where h.publicIp = a.publicIp)")
                .executeUpdate();
    }
}
