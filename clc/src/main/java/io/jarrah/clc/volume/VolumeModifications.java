package io.jarrah.clc.volume;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** The rows of changes of volumes, and the only ways in which they come and end. Every method runs in the caller's transaction. */
public final class VolumeModifications {
    private VolumeModifications() {}

    /** The last modification of each of these volumes that ever had one. */
    public static Map<VolumeId, VolumeModificationEntity> of(Session session, Collection<VolumeId> volumes) {
        if (volumes.isEmpty()) {
            return Map.of();
        }
        return byVolume(session.createSelectionQuery(
                        "from VolumeModificationEntity where volumeId in :ids", VolumeModificationEntity.class)
                .setParameterList("ids", volumes.stream().map(VolumeId::value).toList())
                .getResultList());
    }

    /** The last modification of each volume of an account that ever had one. */
    public static Map<VolumeId, VolumeModificationEntity> ofAccount(Session session, AccountId account) {
        return byVolume(session.createSelectionQuery(
                        "select m from VolumeModificationEntity m, VolumeEntity v where v.id = m.volumeId"
                                + " and v.accountId = :account and v.deletedAt is null",
                        VolumeModificationEntity.class)
                .setParameter("account", account.value())
                .getResultList());
    }

    /** Of these volumes those modifications that are not over. */
    public static Map<VolumeId, VolumeModificationEntity> underWay(Session session, Collection<VolumeId> volumes) {
        Map<VolumeId, VolumeModificationEntity> found = new HashMap<>(of(session, volumes));
        found.values().removeIf(row -> row.endedAt().isPresent());
        return found;
    }

    private static Map<VolumeId, VolumeModificationEntity> byVolume(List<VolumeModificationEntity> rows) {
        Map<VolumeId, VolumeModificationEntity> found = new HashMap<>();
        rows.forEach(row -> found.put(row.volume(), row));
        return found;
    }

    /** Wants the volume to be so from now on. The caller made sure that no other modification of it is under way, and that it does not shrink. */
    public static VolumeModificationEntity begin(
            Session session, VolumeEntity volume, VolumeTraits target, Correlation request, Instant now) {
        VolumeTraits original = volume.traits();
        volume.modify(target, request);
        VolumeModificationEntity known =
                session.find(VolumeModificationEntity.class, volume.id().value());
        VolumeModificationEntity row = known == null ? new VolumeModificationEntity(volume.id()) : known;
        row.begin(original, target, volume.generation(), now);
        if (known == null) {
            session.persist(row);
        }
        return row;
    }

    /**
     * Takes over what the storage controller says of a volume whose modification is under way.
     *
     * @return whether the modification is over with that
     */
    public static boolean observe(
            VolumeEntity volume, VolumeModificationEntity row, ObservedVolume report, Instant now) {
        if (report.phase() == VolumePhase.AVAILABLE
                && report.sizeGib() >= row.target().sizeGib()) {
            row.complete(now);
            return true;
        }
        Optional<StateReason> refusal = report.reason().filter(reason -> !reason.isPending());
        if (report.generation() >= row.generation() && refusal.isPresent()) {
            row.fail(refusal.get().message(), now);
            volume.keepSize(Math.max(row.original().sizeGib(), report.sizeGib()));
            return true;
        }
        return false;
    }

    /** GiB that the volume is known to have: those of before while it grows. */
    public static int presentGib(VolumeEntity volume, Map<VolumeId, VolumeModificationEntity> underWay) {
        return Optional.ofNullable(underWay.get(volume.id()))
                .map(row -> row.original().sizeGib())
                .orElse(volume.sizeGib());
    }
}
