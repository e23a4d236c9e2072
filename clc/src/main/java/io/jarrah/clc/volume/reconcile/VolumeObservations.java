package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.storage.reconcile.StorageSteps;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeModificationEntity;
import io.jarrah.clc.volume.VolumeModifications;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what storage controllers report into the observed half of the rows, in batches. One speaks for the volumes of its own zone only. Writing the same report twice changes nothing.
 */
public final class VolumeObservations {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeObservations.class);
    private static final int BATCH = 200;

    private final Database database;
    private final Tags tags;
    private final Consumer<InstanceId> attachments;
    private final InstantSource clock;

    public VolumeObservations(Database database, Tags tags, Consumer<InstanceId> attachments, InstantSource clock) {
        this.database = database;
        this.tags = tags;
        this.attachments = attachments;
        this.clock = clock;
    }

    /** Takes over what the controller says of its volumes. Those missing from a complete report are out of sight, no more. */
    public void volumes(ClusterName zone, Changes<ObservedVolume> changes) {
        List<ObservedVolume> items = changes.items();
        for (List<ObservedVolume> batch : StorageSteps.batches(items, BATCH)) {
            database.write(session -> observe(session, zone, batch)).forEach(attachments);
        }
        if (changes.complete()) {
            Set<VolumeId> heard = new HashSet<>();
            items.forEach(item -> heard.add(item.id()));
            noteMissing(zone, heard);
        }
    }

    /** Returns the instances whose nodes are to be told something else. */
    private Set<InstanceId> observe(Session session, ClusterName zone, List<ObservedVolume> batch) {
        Instant now = clock.instant();
        Map<VolumeId, VolumeEntity> rows = new HashMap<>();
        Volumes.inZone(session, zone, batch.stream().map(ObservedVolume::id).toList())
                .forEach(row -> rows.put(row.id(), row));
        Map<VolumeId, AttachmentEntity> attachments = Attachments.of(session, rows.keySet());
        Map<VolumeId, VolumeModificationEntity> modifications = VolumeModifications.underWay(session, rows.keySet());
        Set<InstanceId> changed = new HashSet<>();
        for (ObservedVolume report : batch) {
            VolumeEntity row = rows.get(report.id());
            if (row == null || row.isDeleted()) {
                continue;
            }
            AttachmentEntity attachment = attachments.get(report.id());
            Optional<StateReason> before = row.observed().reason();
            if (row.observe(report, now)) {
                tags.removeAll(session, row.account(), row.id().value());
            }
            row.observed()
                    .reason()
                    .filter(why -> !before.equals(Optional.of(why)))
                    .ifPresent(why -> explain(zone, row, attachment, why));
            VolumeModificationEntity modification = modifications.get(report.id());
            boolean modified = modification != null && VolumeModifications.observe(row, modification, report, now);
            if (attachment != null
                    && (Attachments.exported(session, row, attachment, report)
                            || (modified && Attachments.resized(session, attachment)))) {
                changed.add(attachment.instance());
            }
        }
        return changed;
    }

    private static void explain(
            ClusterName zone, VolumeEntity row, @Nullable AttachmentEntity attachment, StateReason why) {
        LOG.warn(
                "the storage controller of {} says of {}{}: {}",
                zone,
                row.id(),
                attachment == null ? "" : ", which " + attachment.instance() + " has",
                why.message());
    }

    private void noteMissing(ClusterName zone, Set<VolumeId> heard) {
        boolean missing = database.read(
                session -> Volumes.inSight(session, zone).stream().anyMatch(row -> !heard.contains(row.id())));
        if (!missing) {
            return;
        }
        List<VolumeId> lost = database.write(session -> Volumes.lost(session, zone, heard));
        LOG.warn(
                "the storage controller of {} does not know {} of its volumes at present; nothing is done to them: {}",
                zone,
                lost.size(),
                lost.stream().limit(20).toList());
    }
}
