package io.jarrah.clc.volume;

import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of attachments, and the only ways in which they come, change and go. Every method runs in the caller's transaction. The conditions are those of RFD 0040: whoever
 * loosens one lets two hosts write to one disk.
 */
public final class Attachments {
    /** How many volumes an instance may have beside its root disk. */
    public static final int MAX_PER_INSTANCE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private Attachments() {}

    /** The attachment of a volume. */
    public static Optional<AttachmentEntity> of(Session session, VolumeId volume) {
        return Optional.ofNullable(session.find(AttachmentEntity.class, volume.value()));
    }

    /** The attachments of these volumes. */
    public static Map<VolumeId, AttachmentEntity> of(Session session, Collection<VolumeId> volumes) {
        if (volumes.isEmpty()) {
            return Map.of();
        }
        return byVolume(session.createSelectionQuery(
                        "from AttachmentEntity where volumeId in :ids", AttachmentEntity.class)
                .setParameterList("ids", volumes.stream().map(VolumeId::value).toList())
                .getResultList());
    }

    /** The attachments of all volumes of an account. */
    public static Map<VolumeId, AttachmentEntity> ofAccount(Session session, AccountId account) {
        return byVolume(allOf(session, account));
    }

    /** The attachments of an instance, by device. */
    public static List<AttachmentEntity> ofInstance(Session session, InstanceId instance) {
        return ofInstances(session, List.of(instance));
    }

    /** What the instances of an account have, by device; an instance without volumes is not in it. */
    public static Map<InstanceId, List<Attachment>> byInstance(Session session, AccountId account) {
        return byInstance(allOf(session, account));
    }

    /** What these instances have, by device; an instance without volumes is not in it. */
    public static Map<InstanceId, List<Attachment>> byInstance(Session session, Collection<InstanceId> instances) {
        return byInstance(ofInstances(session, instances));
    }

    private static Map<InstanceId, List<Attachment>> byInstance(List<AttachmentEntity> rows) {
        Map<InstanceId, List<Attachment>> byInstance = new HashMap<>();
        for (AttachmentEntity row : rows) {
            byInstance.computeIfAbsent(row.instance(), id -> new ArrayList<>()).add(row.view());
        }
        return byInstance;
    }

    private static List<AttachmentEntity> allOf(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "select a from AttachmentEntity a, VolumeEntity v where v.id = a.volumeId"
                                + " and v.accountId = :account order by a.device",
                        AttachmentEntity.class)
                .setParameter("account", account.value())
                .getResultList();
    }

    private static List<AttachmentEntity> ofInstances(Session session, Collection<InstanceId> instances) {
        if (instances.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery(
                        "from AttachmentEntity where instanceId in :ids order by device", AttachmentEntity.class)
                .setParameterList(
                        "ids", instances.stream().map(InstanceId::value).toList())
                .getResultList();
    }

    private static Map<VolumeId, AttachmentEntity> byVolume(List<AttachmentEntity> rows) {
        Map<VolumeId, AttachmentEntity> byVolume = new HashMap<>();
        rows.forEach(row -> byVolume.put(row.volume(), row));
        return byVolume;
    }

    /** The instances whose node or attachments are not yet as they shall be. */
    public static Set<InstanceId> unsettled(Session session) {
        List<String> ids = new ArrayList<>(session.createSelectionQuery(
                        "select distinct a.instanceId from AttachmentEntity a, InstanceEntity i"
                                + " where i.id = a.instanceId and (a.desired = :gone or a.phase is null"
                                + " or a.phase <> :attached or i.observed.terminatedAt is not null)",
                        String.class)
                .setParameter("gone", AttachmentDesire.DETACHED)
                .setParameter("attached", AttachedVolume.Phase.ATTACHED)
                .getResultList());
        ids.addAll(session.createSelectionQuery(
                        "select id from InstanceEntity where volumesGeneration > 0"
                                + " and observedVolumesGeneration < volumesGeneration"
                                + " and observed.terminatedAt is null",
                        String.class)
                .getResultList());
        Set<InstanceId> unsettled = new HashSet<>();
        ids.forEach(id -> unsettled.add(new InstanceId(id)));
        return unsettled;
    }

    /** Gives the volume to the instance. The caller made sure that it may, and that nobody has the volume; should somebody be faster, the key refuses this. */
    public static AttachmentEntity begin(
            Session session,
            AttachmentSecrets secrets,
            VolumeEntity volume,
            InstanceEntity instance,
            String device,
            Correlation request,
            Instant now) {
        long number = volume.nextAttachment(request);
        AttachmentEntity row = new AttachmentEntity(
                volume.id(), number, instance.id(), device, secrets.sealed(volume.id(), number), now);
        session.persist(row);
        // Two that count or compare the devices of one instance at the same time must not both go through.
        session.lock(instance, LockMode.OPTIMISTIC_FORCE_INCREMENT);
        return row;
    }

    /**
     * Asks for the end of an attachment. What was never told to the node, and what is forced, is taken back at once; else the node is seen without it first. Whoever detaches a
     * volume wants to keep it, whatever becomes of the instance meanwhile.
     */
    public static void end(
            VolumeEntity volume, InstanceEntity instance, AttachmentEntity row, boolean force, Correlation request) {
        volume.requestedBy(request);
        if (row.desired() == AttachmentDesire.ATTACHED) {
            boolean told = row.export().isPresent();
            if (told) {
                instance.volumesChanged();
            }
            row.detach(instance.volumesGeneration());
            row.deleteOnTermination(false);
            if (!told) {
                withdraw(volume, row);
            }
        }
        if (force) {
            withdraw(volume, row);
        }
    }

    /**
     * Says whether the volume goes with the instance.
     *
     * @return false when its end was asked for, so that this has nothing to say any more
     */
    public static boolean deleteOnTermination(AttachmentEntity row, boolean goes) {
        if (row.desired() == AttachmentDesire.DETACHED) {
            return false;
        }
        row.deleteOnTermination(goes);
        return true;
    }

    /** Takes back the leave to use the volume. The caller knows that the instance's host does not use it any more, or that the instance is over. */
    public static void release(VolumeEntity volume, InstanceEntity instance, AttachmentEntity row) {
        if (row.desired() == AttachmentDesire.ATTACHED) {
            row.detach(instance.volumesGeneration());
        }
        withdraw(volume, row);
    }

    private static void withdraw(VolumeEntity volume, AttachmentEntity row) {
        if (row.withdraw()) {
            volume.grantWithdrawn();
        }
    }

    /**
     * Takes over what its storage controller says of an attached volume: where it is exported, or that the export of a withdrawn grant is gone, and the attachment with it.
     *
     * @param report of that volume
     * @return whether its instance's node is to be told something else
     */
    public static boolean exported(Session session, VolumeEntity volume, AttachmentEntity row, ObservedVolume report) {
        boolean exported = report.export()
                .filter(export -> export.attachment() == row.number())
                .isPresent();
        if (!row.granted()) {
            boolean nothingLeft = report.phase() == VolumePhase.DELETED || report.phase() == VolumePhase.FAILED;
            if (exported || (report.generation() < volume.generation() && !nothingLeft)) {
                return false;
            }
            session.remove(row);
            // Whatever the row says: data go with an instance that is over, never from one that lives.
            if (row.deleteOnTermination() && instance(session, row).state() == InstanceState.TERMINATED) {
                volume.delete(volume.request());
            }
            return false;
        }
        if (exported
                && row.desired() == AttachmentDesire.ATTACHED
                && row.exportedAt(report.export().orElseThrow())) {
            instance(session, row).volumesChanged();
            return true;
        }
        return false;
    }

    /**
     * The volume became larger, or will not become so.
     *
     * @return whether the instance's node is to be told
     */
    public static boolean resized(Session session, AttachmentEntity row) {
        if (row.desired() != AttachmentDesire.ATTACHED || row.export().isEmpty()) {
            return false;
        }
        instance(session, row).volumesChanged();
        return true;
    }

    /** There is one: a foreign key says so. */
    private static InstanceEntity instance(Session session, AttachmentEntity row) {
        return session.find(InstanceEntity.class, row.instance().value());
    }

    /**
     * Takes over what nodes say of the volumes of their instances. Reports of attachments that have no row, or another number, are about something that is over.
     *
     * @param rows the rows of those instances
     * @return the instances whose attachments are to be looked at
     */
    public static Set<InstanceId> reported(
            Session session, Collection<ObservedInstance> batch, Map<InstanceId, InstanceEntity> rows) {
        List<ObservedInstance> concerned = batch.stream()
                .filter(report -> {
                    InstanceEntity row = rows.get(report.id());
                    return row != null && (row.volumesGeneration() > 0 || row.state() == InstanceState.TERMINATED);
                })
                .toList();
        Map<InstanceId, List<AttachmentEntity>> attachments = new HashMap<>();
        ofInstances(session, concerned.stream().map(ObservedInstance::id).toList())
                .forEach(row -> attachments
                        .computeIfAbsent(row.instance(), id -> new ArrayList<>())
                        .add(row));
        Set<InstanceId> changed = new HashSet<>();
        for (ObservedInstance report : concerned) {
            InstanceEntity row = rows.get(report.id());
            List<AttachmentEntity> has = attachments.getOrDefault(report.id(), List.of());
            if (row == null) {
                continue;
            }
            if (row.state() == InstanceState.TERMINATED) {
                if (!has.isEmpty()) {
                    changed.add(report.id());
                }
            } else if (reported(row, has, report.volumes())) {
                changed.add(report.id());
            }
        }
        return changed;
    }

    private static boolean reported(InstanceEntity instance, List<AttachmentEntity> rows, AttachedVolumes report) {
        boolean news = instance.observeVolumes(report.generation());
        for (AttachmentEntity row : rows) {
            Optional<StateReason> before = row.reason();
            news |= row.observe(report.volumes().stream()
                    .filter(one -> one.volume().equals(row.volume()) && one.attachment() == row.number())
                    .findFirst());
            row.reason()
                    .filter(why -> !before.equals(Optional.of(why)))
                    .ifPresent(why -> LOG.warn(
                            "the node of {} says of volume {} at {}: {}",
                            row.instance(),
                            row.volume(),
                            row.device(),
                            why.message()));
        }
        return news;
    }
}
