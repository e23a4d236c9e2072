package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.snapshot.Snapshots;
import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeSummary;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the reconciler reads from and writes to the rows of the volumes of one zone; each method is one transaction. */
final class VolumeRows {
    private final Database database;
    private final AttachmentSecrets secrets;

    VolumeRows(Database database, AttachmentSecrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    VolumePlanner.Wanted wanted(ClusterName zone) {
        return database.read(session -> {
            // In this order: a snapshot of a volume whose end is wanted was asked for before that end, so none is
            // missed.
            List<VolumeSummary> rows = Volumes.summaries(session, zone);
            return new VolumePlanner.Wanted(rows, Snapshots.volumesBeingKept(session, zone));
        });
    }

    /** Specs of those of the volumes that still shall be there. */
    List<VolumeSpec> specs(ClusterName zone, Collection<VolumeId> ids) {
        return database.read(session -> {
            // Generations are read before the grants they stand for, so a spec is never older than its number.
            List<VolumeEntity> wanted = Volumes.inZone(session, zone, ids).stream()
                    .filter(row -> row.desired() == StorageDesire.PRESENT)
                    .toList();
            Map<VolumeId, AttachmentEntity> attachments = Attachments.of(
                    session, wanted.stream().map(VolumeEntity::id).toList());
            return wanted.stream()
                    .map(row -> new VolumeSpec(
                            row.id(),
                            row.generation(),
                            row.account(),
                            row.sizeGib(),
                            row.snapshot(),
                            Optional.ofNullable(attachments.get(row.id()))
                                    .filter(AttachmentEntity::granted)
                                    .map(this::grant)))
                    .toList();
        });
    }

    private VolumeGrant grant(AttachmentEntity row) {
        return new VolumeGrant(row.number(), IscsiNames.initiator(row.instance()), secrets.open(row));
    }

    /** The storage controller says that this volume can never be; its owner is told why. Returns false when the volume was there before. */
    boolean refused(ClusterName zone, VolumeId volume, String why, Instant now) {
        StateReason reason = new StateReason("Server.InternalError", "Server.InternalError: " + why);
        return database.write(session ->
                Volumes.inZone(session, zone, List.of(volume)).stream().allMatch(row -> row.refused(reason, now)));
    }
}
