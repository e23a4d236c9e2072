package io.jarrah.clc.cluster;

import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.SelectionQuery;

/** The rows of clusters and nodes. Every method runs in the caller's transaction. */
public final class Clusters {
    private Clusters() {}

    /** The cluster, if it was ever known. */
    public static Optional<ClusterEntity> find(Session session, ClusterName name) {
        return Optional.ofNullable(session.find(ClusterEntity.class, name.value()));
    }

    /** The cluster, made when it is new. */
    public static ClusterEntity ensure(Session session, ClusterName name, Instant now) {
        return find(session, name).orElseGet(() -> {
            ClusterEntity made = new ClusterEntity(name, now);
            session.persist(made);
            session.flush();
            return made;
        });
    }

    /** The generation that the cluster's network document has in the database now, whatever the session read before; 0 for none. */
    public static long networkGeneration(Session session, ClusterName name) {
        return session
                .createSelectionQuery("select networkGeneration from ClusterEntity where name = :name", Long.class)
                .setParameter("name", name.value())
                .getResultList()
                .stream()
                .findFirst()
                .orElse(0L);
    }

    /** Every cluster ever known, by name. */
    public static List<ClusterEntity> all(Session session) {
        return session.createSelectionQuery("from ClusterEntity order by name", ClusterEntity.class)
                .getResultList();
    }

    /** Every cluster whose controller has tunnels, by name. */
    public static List<ClusterEntity> withTunnels(Session session) {
        return session.createSelectionQuery(
                        "from ClusterEntity where tunnelAddress is not null order by name", ClusterEntity.class)
                .getResultList();
    }

    /**
     * Notes that the network documents of all clusters are others from this transaction on; returns the clusters. Transactions that
     * do so take turns from here to their commit, and a launch at the same time starts over.
     */
    public static Set<ClusterName> networkChangedEverywhere(Session session) {
        return networkChanged(session, "", Optional.empty());
    }

    /** As {@link #networkChangedEverywhere}; returns the generation that each cluster's document has now. */
    public static Map<ClusterName, Long> nextNetworkEverywhere(Session session) {
        return networkChangedEverywhere(session).isEmpty()
                ? Map.of()
                : session
                        .createSelectionQuery("select name, networkGeneration from ClusterEntity", Object[].class)
                        .getResultList()
                        .stream()
                        .collect(Collectors.toMap(row -> new ClusterName((String) row[0]), row -> (Long) row[1]));
    }

    /** As {@link #networkChangedEverywhere}, without the cluster whose row the caller changes itself. */
    public static Set<ClusterName> networkChangedElsewhere(Session session, ClusterName here) {
        return networkChanged(session, " where name <> :here", Optional.of(here));
    }

    private static Set<ClusterName> networkChanged(Session session, String which, Optional<ClusterName> here) {
        MutationQuery update = session.createMutationQuery(
                "update versioned ClusterEntity set networkGeneration = networkGeneration + 1" + which);
        SelectionQuery<String> names =
                session.createSelectionQuery("select name from ClusterEntity" + which, String.class);
        here.ifPresent(name -> {
            update.setParameter("here", name.value());
            names.setParameter("here", name.value());
        });
        return update.executeUpdate() == 0
                ? Set.of()
                : names.getResultList().stream().map(ClusterName::new).collect(Collectors.toSet());
    }

    /** The cluster's nodes as last heard, by name. */
    public static List<NodeStatus> nodes(Session session, ClusterName cluster) {
        return rows(session, cluster).stream().map(NodeEntity::status).toList();
    }

    /** How the cluster's controller is; UNREACHABLE for one never heard. */
    public static Health health(Session session, ClusterName name) {
        return find(session, name).map(ClusterEntity::health).orElse(Health.UNREACHABLE);
    }

    /**
     * Takes over what a cluster says of its nodes.
     *
     * @param complete whether nodes that are not in the list are gone
     */
    public static void observeNodes(
            Session session, ClusterName cluster, Collection<NodeStatus> statuses, boolean complete, Instant now) {
        ensure(session, cluster, now);
        Set<NodeName> heard = new HashSet<>();
        for (NodeStatus status : statuses) {
            heard.add(status.name());
            NodeEntity row = session.find(NodeEntity.class, status.name().value());
            if (row == null) {
                session.persist(new NodeEntity(cluster, status));
            } else {
                row.observe(cluster, status);
            }
        }
        if (complete) {
            keepNodes(session, cluster, heard);
        }
    }

    /** Drops the cluster's nodes other than these. */
    public static void keepNodes(Session session, ClusterName cluster, Set<NodeName> kept) {
        rows(session, cluster).stream()
                .filter(row -> !kept.contains(row.name()))
                .forEach(session::remove);
    }

    private static List<NodeEntity> rows(Session session, ClusterName cluster) {
        return session.createSelectionQuery(
                        "from NodeEntity where clusterName = :cluster order by name", NodeEntity.class)
                .setParameter("cluster", cluster.value())
                .getResultList();
    }
}
