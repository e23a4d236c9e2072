package io.jarrah.clc.network;

import io.jarrah.clc.cluster.Clusters;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.hibernate.Session;

/**
 * The rows of tenant networks: one for each account and zone, or, in modes STATIC and SYSTEM, one for each zone. Every method
 * runs in the caller's transaction; two transactions that would take the same slice collide on a unique constraint, and the later
 * one starts over.
 */
public final class Networks {
    /** Who owns the site's own network: nobody of the cloud. */
    private static final AccountId SITE = new AccountId("000000000000");

    private final NetworkPlan plan;
    private final RandomGenerator random;

    public Networks(NetworkPlan plan, RandomGenerator random) {
        this.plan = plan;
        this.random = random;
    }

    /** How the networks are cut. */
    public NetworkPlan plan() {
        return plan;
    }

    /**
     * The network that was wanted.
     *
     * @param elsewhere other clusters, to be woken after the commit: a new network is in the network documents of all
     */
    public record Ensured(NetworkEntity network, Set<ClusterName> elsewhere) {}

    private AccountId owner(AccountId tenant) {
        return plan.mode().flat() ? SITE : tenant;
    }

    /** The account's network in that zone, made when there is none; empty when every slice is taken. */
    public Optional<Ensured> ensure(Session session, AccountId tenant, ClusterName zone, Instant now) {
        AccountId account = owner(tenant);
        Optional<NetworkEntity> present = session.createSelectionQuery(
                        "from NetworkEntity where accountId = :account and zoneName = :zone", NetworkEntity.class)
                .setParameter("account", account.value())
                .setParameter("zone", zone.value())
                .uniqueResultOptional();
        if (present.isPresent()) {
            return present.map(network -> new Ensured(network, Set.of()));
        }
        Set<Integer> taken = new HashSet<>();
        session.createSelectionQuery("select slice, segment from NetworkEntity", Object[].class)
                .getResultList()
                .forEach(other -> {
                    taken.add((Integer) other[0]);
                    // Tags of other slices may be taken too: the administrator can have moved where they begin.
                    taken.add(plan.sliceOf((Integer) other[1]));
                });
        int slice = plan.lowestFreeSlice(taken);
        if (slice < 0) {
            return Optional.empty();
        }
        NetworkEntity made = new NetworkEntity(NetworkId.random(random), account, zone, slice, plan, now);
        session.persist(made);
        session.flush();
        return Optional.of(new Ensured(made, Clusters.networkChangedElsewhere(session, zone)));
    }

    /** Every network of an account, by zone. */
    public List<NetworkEntity> ofAccount(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "from NetworkEntity where accountId = :account order by zoneName", NetworkEntity.class)
                .setParameter("account", owner(account).value())
                .getResultList();
    }

    /** Whether every slice is taken. */
    public boolean isFull(Session session) {
        return session.createSelectionQuery("select count(*) from NetworkEntity", Long.class)
                        .getSingleResult()
                >= plan.slices();
    }

    /** Every network of a zone, by segment. */
    public static List<NetworkEntity> inZone(Session session, ClusterName zone) {
        return session.createSelectionQuery(
                        "from NetworkEntity where zoneName = :zone order by segment", NetworkEntity.class)
                .setParameter("zone", zone.value())
                .getResultList();
    }

    /** The prefixes of every zone's networks, by segment. */
    public static Map<ClusterName, List<String>> prefixes(Session session) {
        Map<ClusterName, List<String>> prefixes = new HashMap<>();
        session.createSelectionQuery("select zoneName, cidr from NetworkEntity order by segment", Object[].class)
                .getResultList()
                .forEach(row -> prefixes.computeIfAbsent(new ClusterName((String) row[0]), zone -> new ArrayList<>())
                        .add((String) row[1]));
        return prefixes;
    }
}
