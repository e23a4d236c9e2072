package io.jarrah.clc.volume;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/** The rows of volumes. Every method runs in the caller's transaction and takes one query, however many volumes there are. */
public final class Volumes {
    /** Their resource type in tags and ARNs. */
    public static final String RESOURCE_TYPE = "volume";

    /** How long the row of a deleted volume stays, so that nothing late can raise it. */
    public static final Duration REMEMBERED = Duration.ofHours(1);

    private Volumes() {}

    /** How tags find volumes. */
    public static TaggableType taggable() {
        return new TaggableType(
                RESOURCE_TYPE,
                VolumeId.PREFIX,
                Ec2Error.INVALID_VOLUME_NOT_FOUND,
                Ec2Error.INVALID_VOLUME_ID_MALFORMED,
                (session, account, id) ->
                        !visible(session, account, List.of(new VolumeId(id))).isEmpty());
    }

    /** All volumes of an account of which something is left or may be. */
    public static List<VolumeEntity> visible(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "from VolumeEntity where accountId = :account and deletedAt is null", VolumeEntity.class)
                .setParameter("account", account.value())
                .getResultList();
    }

    /** Those of an account's volumes that have one of the ids and of which something is left or may be. */
    public static List<VolumeEntity> visible(Session session, AccountId account, Collection<VolumeId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery(
                        "from VolumeEntity where accountId = :account and id in :ids and deletedAt is null",
                        VolumeEntity.class)
                .setParameter("account", account.value())
                .setParameterList("ids", ids.stream().map(VolumeId::value).toList())
                .getResultList();
    }

    /** The volume an account made with that token, also when nothing is left of it. */
    public static Optional<VolumeEntity> createdWith(Session session, AccountId account, String clientToken) {
        return session.createSelectionQuery(
                        "from VolumeEntity where accountId = :account and clientToken = :token", VolumeEntity.class)
                .setParameter("account", account.value())
                .setParameter("token", clientToken)
                .uniqueResultOptional();
    }

    /**
     * What an account has.
     *
     * @param volumes how many volumes
     * @param gib how many GiB together
     */
    public record Used(long volumes, long gib) {}

    /** What an account has now; one whose end was asked for counts until nothing is left of it. */
    public static Used used(Session session, AccountId account) {
        Object[] row = session.createSelectionQuery(
                        "select count(*), coalesce(sum(sizeGib), 0) from VolumeEntity"
                                + " where accountId = :account and deletedAt is null",
                        Object[].class)
                .setParameter("account", account.value())
                .getSingleResult();
        return new Used(((Number) row[0]).longValue(), ((Number) row[1]).longValue());
    }

    /** A volume that begins with that snapshot and is still being made, whoever owns it. */
    public static Optional<VolumeId> beginningWith(Session session, SnapshotId snapshot) {
        return session
                .createSelectionQuery(
                        "select id from VolumeEntity where snapshotId = :snapshot and desired = :present"
                                + " and (observed.phase is null or observed.phase = :creating)",
                        String.class)
                .setParameter("snapshot", snapshot.value())
                .setParameter("present", StorageDesire.PRESENT)
                .setParameter("creating", VolumePhase.CREATING)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .map(VolumeId::new)
                .findFirst();
    }

    /** The volumes with these ids in that zone, whoever owns them. */
    public static List<VolumeEntity> inZone(Session session, ClusterName zone, Collection<VolumeId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session
                .createSelectionQuery("from VolumeEntity where id in :ids", VolumeEntity.class)
                .setParameterList("ids", ids.stream().map(VolumeId::value).toList())
                .getResultList()
                .stream()
                .filter(row -> row.zone().equals(zone))
                .toList();
    }

    /** The volumes of a zone that its storage controller is known to have. */
    public static List<VolumeEntity> inSight(Session session, ClusterName zone) {
        return session.createSelectionQuery(
                        "from VolumeEntity where zoneName = :zone and deletedAt is null"
                                + " and observed.phase is not null and observed.inSight = true",
                        VolumeEntity.class)
                .setParameter("zone", zone.value())
                .getResultList();
    }

    /** Notes that the zone's storage controller, whose report was complete, does not know some volumes at present; returns those. */
    public static List<VolumeId> lost(Session session, ClusterName zone, Set<VolumeId> heard) {
        List<VolumeEntity> lost = inSight(session, zone).stream()
                .filter(row -> !heard.contains(row.id()))
                .toList();
        lost.forEach(VolumeEntity::lostFromSight);
        return lost.stream().map(VolumeEntity::id).toList();
    }

    /** Every volume of a zone, deleted ones too, as far as planning needs it. */
    public static List<VolumeSummary> summaries(Session session, ClusterName zone) {
        return session
                .createSelectionQuery(
                        "select id, generation, desired, deletedAt, observed.phase, requestId from VolumeEntity"
                                + " where zoneName = :zone order by createdAt, id",
                        Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .stream()
                .map(row -> new VolumeSummary(
                        new VolumeId((String) row[0]),
                        (Long) row[1],
                        (StorageDesire) row[2],
                        row[3] != null,
                        Optional.ofNullable((VolumePhase) row[4]),
                        new Correlation((String) row[5])))
                .toList();
    }

    /** Drops the rows of so many volumes at most of which nothing is left for some time; returns the zone of each. */
    public static List<ClusterName> purge(Session session, Instant now, int max) {
        List<VolumeEntity> old = session.createSelectionQuery(
                        "from VolumeEntity where deletedAt <= :until order by deletedAt", VolumeEntity.class)
                .setParameter("until", now.minus(REMEMBERED))
                .setMaxResults(max)
                .getResultList();
        old.forEach(session::remove);
        return old.stream().map(VolumeEntity::zone).toList();
    }
}
