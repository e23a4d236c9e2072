package io.jarrah.clc.instance;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.ReservationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/** The rows of instances. Every method runs in the caller's transaction and takes a fixed, small number of queries. */
public final class Instances {
    /** How long a terminated instance is still described. */
    public static final Duration REMEMBERED = Duration.ofHours(1);

    private Instances() {}

    /** All instances of an account that are still described. */
    public static List<InstanceEntity> visible(Session session, AccountId account, Instant now) {
        return session.createSelectionQuery(
                        "from InstanceEntity where accountId = :account"
                                + " and (observed.terminatedAt is null or observed.terminatedAt > :since)",
                        InstanceEntity.class)
                .setParameter("account", account.value())
                .setParameter("since", now.minus(REMEMBERED))
                .getResultList();
    }

    /** Those of an account's instances that have one of the ids and are still described. */
    public static List<InstanceEntity> visible(
            Session session, AccountId account, Collection<InstanceId> ids, Instant now) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery(
                        "from InstanceEntity where accountId = :account and id in :ids"
                                + " and (observed.terminatedAt is null or observed.terminatedAt > :since)",
                        InstanceEntity.class)
                .setParameter("account", account.value())
                .setParameterList("ids", ids.stream().map(InstanceId::value).toList())
                .setParameter("since", now.minus(REMEMBERED))
                .getResultList();
    }

    /** The instances of a launch, in its order. */
    public static List<InstanceEntity> ofReservation(Session session, ReservationId reservation) {
        return session.createSelectionQuery(
                        "from InstanceEntity where reservationId = :reservation order by launchIndex",
                        InstanceEntity.class)
                .setParameter("reservation", reservation.value())
                .getResultList();
    }

    /** The launch an account made with that token. */
    public static Optional<ReservationEntity> launchedWith(Session session, AccountId account, String clientToken) {
        return session.createSelectionQuery(
                        "from ReservationEntity where accountId = :account and clientToken = :token",
                        ReservationEntity.class)
                .setParameter("account", account.value())
                .setParameter("token", clientToken)
                .uniqueResultOptional();
    }

    /** The client tokens of an account's launches, for describing. */
    public static Map<ReservationId, String> clientTokens(Session session, AccountId account) {
        Map<ReservationId, String> tokens = new HashMap<>();
        session.createSelectionQuery(
                        "select id, clientToken from ReservationEntity"
                                + " where accountId = :account and clientToken is not null",
                        Object[].class)
                .setParameter("account", account.value())
                .getResultList()
                .forEach(row -> tokens.put(new ReservationId((String) row[0]), (String) row[1]));
        return tokens;
    }

    /** Every instance of a zone, as far as planning needs it. */
    public static List<InstanceSummary> summaries(Session session, ClusterName zone) {
        // Very many rows name few nodes, and one request many instances.
        Map<String, NodeName> nodes = new HashMap<>();
        Map<String, Correlation> requests = new HashMap<>();
        return session
                .createSelectionQuery(
                        "select id, desired, generation, rebootGeneration, requestId,"
                                + " observed.phase, observed.node"
                                + " from InstanceEntity where zoneName = :zone order by launchedAt, id",
                        Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .stream()
                .map(row -> new InstanceSummary(
                        new InstanceId((String) row[0]),
                        (DesiredState) row[1],
                        (Long) row[2],
                        (Long) row[3],
                        requests.computeIfAbsent((String) row[4], Correlation::new),
                        Optional.ofNullable((InstancePhase) row[5]),
                        Optional.ofNullable((String) row[6]).map(node -> nodes.computeIfAbsent(node, NodeName::new))))
                .toList();
    }

    /** The instances with these ids in that zone, whoever owns them. */
    public static List<InstanceEntity> inZone(Session session, ClusterName zone, Collection<InstanceId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        // The zone is compared here: in the query it would make HSQLDB go through the whole zone instead of the ids.
        return session
                .createSelectionQuery("from InstanceEntity where id in :ids", InstanceEntity.class)
                .setParameterList("ids", ids.stream().map(InstanceId::value).toList())
                .getResultList()
                .stream()
                .filter(row -> row.zone().equals(zone))
                .toList();
    }

    /** The instances of a zone of which something is left or may be, in the order of their launch. */
    public static List<InstanceEntity> liveInZone(Session session, ClusterName zone) {
        return session.createSelectionQuery(
                        "from InstanceEntity where zoneName = :zone and observed.terminatedAt is null"
                                + " order by launchedAt, id",
                        InstanceEntity.class)
                .setParameter("zone", zone.value())
                .getResultList();
    }

    /** Where every instance of a zone of which something is left is connected; a few columns of rows that may be very many. */
    public static List<InstancePlace> placesInZone(Session session, ClusterName zone) {
        Map<String, NetworkId> networks = new HashMap<>();
        return session
                .createSelectionQuery(
                        "select id, networkId, mac, privateIp, hostname, ipv6 from InstanceEntity"
                                + " where zoneName = :zone and observed.terminatedAt is null"
                                + " and networkId is not null and mac is not null",
                        Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .stream()
                .map(row -> new InstancePlace(
                        new InstanceId((String) row[0]),
                        networks.computeIfAbsent((String) row[1], NetworkId::new),
                        (String) row[2],
                        Optional.ofNullable((String) row[3]),
                        (String) row[4],
                        Optional.ofNullable((String) row[5])))
                .toList();
    }

    /** The one live instance with that address in that network of that zone. */
    public static Optional<InstanceEntity> at(Session session, ClusterName zone, NetworkId network, String address) {
        return session.createSelectionQuery(
                        "from InstanceEntity where zoneName = :zone and networkId = :network and privateIp = :address",
                        InstanceEntity.class)
                .setParameter("zone", zone.value())
                .setParameter("network", network.value())
                .setParameter("address", address)
                .uniqueResultOptional();
    }

    /** Whether an instance has that IPv6 address. */
    public static boolean hasIpv6(Session session, String address) {
        return session.createSelectionQuery("select count(*) from InstanceEntity where ipv6 = :address", Long.class)
                        .setParameter("address", address)
                        .getSingleResult()
                > 0;
    }

    /** The addresses in use in a network. */
    public static Set<String> addressesIn(Session session, NetworkId network) {
        return new HashSet<>(session.createSelectionQuery(
                        "select privateIp from InstanceEntity where networkId = :network", String.class)
                .setParameter("network", network.value())
                .getResultList());
    }

    /** The addresses in use in all networks, where those are one network of the site. */
    public static Set<String> addresses(Session session) {
        return new HashSet<>(session.createSelectionQuery(
                        "select privateIp from InstanceEntity where privateIp is not null", String.class)
                .getResultList());
    }

    /** How many instances are in each network, whoever they belong to; a network without any is not in it. */
    public static Map<NetworkId, Integer> placesByNetwork(Session session) {
        Map<NetworkId, Integer> used = new HashMap<>();
        session.createSelectionQuery(
                        "select networkId, count(*) from InstanceEntity where networkId is not null group by networkId",
                        Object[].class)
                .getResultList()
                .forEach(row -> used.put(new NetworkId((String) row[0]), Math.toIntExact((Long) row[1])));
        return used;
    }

    /** The instance that has an address in a network. */
    public static Optional<InstanceEntity> holder(Session session, NetworkId network, String address) {
        return session.createSelectionQuery(
                        "from InstanceEntity where networkId = :network and privateIp = :address", InstanceEntity.class)
                .setParameter("network", network.value())
                .setParameter("address", address)
                .uniqueResultOptional();
    }

    /** How many addresses are in use in each network of an account; a network without any is not in it. */
    public static Map<NetworkId, Integer> addressesByNetwork(Session session, AccountId account) {
        Map<NetworkId, Integer> used = new HashMap<>();
        session.createSelectionQuery(
                        "select networkId, count(*) from InstanceEntity"
                                + " where accountId = :account and networkId is not null group by networkId",
                        Object[].class)
                .setParameter("account", account.value())
                .getResultList()
                .forEach(row -> used.put(new NetworkId((String) row[0]), Math.toIntExact((Long) row[1])));
        return used;
    }

    /**
     * What the instances of a zone take.
     *
     * @param placed together, on each node
     * @param unplaced each of those that shall run and are not known to be on a node yet
     */
    public record Occupied(Map<NodeName, Capacity> placed, List<Capacity> unplaced) {}

    /** What the instances of a zone take now; one query. */
    public static Occupied occupied(Session session, ClusterName zone) {
        Map<NodeName, Capacity> placed = new HashMap<>();
        List<Capacity> unplaced = new ArrayList<>();
        session.createSelectionQuery(
                        "select observed.node, desired, vcpus, memoryMib, diskGib, count(*) from InstanceEntity"
                                + " where zoneName = :zone and observed.terminatedAt is null"
                                + " group by observed.node, desired, vcpus, memoryMib, diskGib",
                        Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .forEach(row -> {
                    Capacity each = new Capacity((Integer) row[2], (Integer) row[3], (Integer) row[4]);
                    int count = Math.toIntExact((Long) row[5]);
                    if (row[0] != null) {
                        placed.merge(new NodeName((String) row[0]), each.times(count), Capacity::plus);
                    } else if (row[1] == DesiredState.RUNNING) {
                        unplaced.addAll(Collections.nCopies(count, each));
                    }
                });
        return new Occupied(placed, unplaced);
    }

    /** How many instances of an account are not terminated. */
    public static long countLive(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "select count(*) from InstanceEntity where accountId = :account"
                                + " and observed.terminatedAt is null",
                        Long.class)
                .setParameter("account", account.value())
                .getSingleResult();
    }
}
