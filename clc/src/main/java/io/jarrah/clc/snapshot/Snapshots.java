package io.jarrah.clc.snapshot;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The rows of snapshots. Every method runs in the caller's transaction and takes one query or two, however many snapshots there are. */
public final class Snapshots {
    /** Their resource type in tags and ARNs. */
    public static final String RESOURCE_TYPE = "snapshot";

    /** How long the row of a deleted snapshot stays, so that nothing late can raise it. */
    public static final Duration REMEMBERED = Duration.ofHours(1);

    private Snapshots() {}

    /** How tags find snapshots; only the owner tags one. */
    public static TaggableType taggable() {
        return new TaggableType(
                RESOURCE_TYPE,
                SnapshotId.PREFIX,
                Ec2Error.INVALID_SNAPSHOT_NOT_FOUND,
                Ec2Error.INVALID_SNAPSHOT_ID_MALFORMED,
                (session, account, id) -> find(session, new SnapshotId(id))
                        .filter(row -> row.account().equals(account))
                        .isPresent());
    }

    /** The snapshot, if it is wanted, whoever owns it. */
    public static Optional<SnapshotEntity> find(Session session, SnapshotId id) {
        return Optional.ofNullable(session.find(SnapshotEntity.class, id.value()))
                .filter(row -> row.desired() == StorageDesire.PRESENT);
    }

    /** Those of these snapshots that the account may begin volumes with. */
    public static List<SnapshotEntity> usable(Session session, AccountId account, Collection<SnapshotId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> values = ids.stream().map(SnapshotId::value).toList();
        Set<String> shared = new HashSet<>(session.createSelectionQuery(
                        "select s.id from SnapshotEntity s join s.grantees g where s.id in :ids and g in :grantees",
                        String.class)
                .setParameterList("ids", values)
                .setParameterList("grantees", grantees(account))
                .getResultList());
        return session
                .createSelectionQuery(
                        "from SnapshotEntity where id in :ids and desired = :present", SnapshotEntity.class)
                .setParameterList("ids", values)
                .setParameter("present", StorageDesire.PRESENT)
                .getResultList()
                .stream()
                .filter(row -> row.account().equals(account)
                        || shared.contains(row.id().value()))
                .toList();
    }

    private static List<String> grantees(AccountId account) {
        return List.of(account.value(), Grantee.ALL.value());
    }

    /** All snapshots that the account may begin volumes with: its own, and those of others that they share. */
    public static List<SnapshotEntity> usable(Session session, AccountId account) {
        Map<SnapshotId, SnapshotEntity> all = new LinkedHashMap<>();
        session.createSelectionQuery(
                        "from SnapshotEntity where accountId = :account and desired = :present", SnapshotEntity.class)
                .setParameter("account", account.value())
                .setParameter("present", StorageDesire.PRESENT)
                .getResultList()
                .forEach(row -> all.put(row.id(), row));
        session.createSelectionQuery(
                        "select s from SnapshotEntity s join s.grantees g where g in :grantees and s.desired = :present",
                        SnapshotEntity.class)
                .setParameterList("grantees", grantees(account))
                .setParameter("present", StorageDesire.PRESENT)
                .getResultList()
                .forEach(row -> all.put(row.id(), row));
        return List.copyOf(all.values());
    }

    /** Which snapshots each of these may begin volumes with because somebody granted it; none owns them by that. */
    public static Map<Grantee, Set<SnapshotId>> granted(Session session, Collection<Grantee> grantees) {
        Map<Grantee, Set<SnapshotId>> granted = new HashMap<>();
        if (grantees.isEmpty()) {
            return granted;
        }
        session.createSelectionQuery(
                        "select g, s.id from SnapshotEntity s join s.grantees g where g in :grantees", Object[].class)
                .setParameterList(
                        "grantees", grantees.stream().map(Grantee::value).toList())
                .getResultList()
                .forEach(row -> granted.computeIfAbsent(new Grantee((String) row[0]), one -> new HashSet<>())
                        .add(new SnapshotId((String) row[1])));
        return granted;
    }

    /** How many snapshots an account has now; one whose end was asked for counts until nothing is left of it. */
    public static long used(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "select count(*) from SnapshotEntity where accountId = :account and deletedAt is null",
                        Long.class)
                .setParameter("account", account.value())
                .getSingleResult();
    }

    /** The volumes of a zone of which a snapshot is wanted and not there yet: their data must stay. */
    public static Set<VolumeId> volumesBeingKept(Session session, ClusterName zone) {
        return session
                .createSelectionQuery(
                        "select distinct volumeId from SnapshotEntity where zoneName = :zone and desired = :present"
                                + " and (observed.phase is null or observed.phase = :creating)",
                        String.class)
                .setParameter("zone", zone.value())
                .setParameter("present", StorageDesire.PRESENT)
                .setParameter("creating", SnapshotPhase.CREATING)
                .getResultList()
                .stream()
                .map(VolumeId::new)
                .collect(Collectors.toSet());
    }

    /** The snapshots with these ids in that zone, whoever owns them, deleted ones too. */
    public static List<SnapshotEntity> inZone(Session session, ClusterName zone, Collection<SnapshotId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session
                .createSelectionQuery("from SnapshotEntity where id in :ids", SnapshotEntity.class)
                .setParameterList("ids", ids.stream().map(SnapshotId::value).toList())
                .getResultList()
                .stream()
                .filter(row -> row.zone().equals(zone))
                .toList();
    }

    /** The snapshots of a zone that its storage controller is known to have. */
    public static List<SnapshotEntity> inSight(Session session, ClusterName zone) {
        return session.createSelectionQuery(
                        "from SnapshotEntity where zoneName = :zone and deletedAt is null"
                                + " and observed.phase is not null and observed.inSight = true",
                        SnapshotEntity.class)
                .setParameter("zone", zone.value())
                .getResultList();
    }

    /** Notes that the zone's storage controller, whose report was complete, does not know some snapshots at present; returns those. */
    public static List<SnapshotId> lost(Session session, ClusterName zone, Set<SnapshotId> heard) {
        List<SnapshotEntity> lost = inSight(session, zone).stream()
                .filter(row -> !heard.contains(row.id()))
                .toList();
        lost.forEach(SnapshotEntity::lostFromSight);
        return lost.stream().map(SnapshotEntity::id).toList();
    }

    /** Every snapshot of a zone, deleted ones too, as far as planning needs it. */
    public static List<SnapshotSummary> summaries(Session session, ClusterName zone) {
        return session
                .createSelectionQuery(
                        "select id, accountId, volumeId, desired, deletedAt, observed.phase, requestId"
                                + " from SnapshotEntity where zoneName = :zone order by createdAt, id",
                        Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .stream()
                .map(row -> new SnapshotSummary(
                        new SnapshotSpec(
                                new SnapshotId((String) row[0]), new AccountId((String) row[1]), new VolumeId((String)
                                        row[2])),
                        (StorageDesire) row[3],
                        row[4] != null,
                        Optional.ofNullable((SnapshotPhase) row[5]),
                        new Correlation((String) row[6])))
                .toList();
    }

    /** Drops the rows of so many snapshots at most of which nothing is left for some time; returns the zone of each. */
    public static List<ClusterName> purge(Session session, Instant now, int max) {
        List<SnapshotEntity> old = session.createSelectionQuery(
                        "from SnapshotEntity where deletedAt <= :until order by deletedAt", SnapshotEntity.class)
                .setParameter("until", now.minus(REMEMBERED))
                .setMaxResults(max)
                .getResultList();
        old.forEach(session::remove);
        return old.stream().map(SnapshotEntity::zone).toList();
    }
}
