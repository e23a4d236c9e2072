package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.instance.DesiredState;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.reconcile.Told;
import io.jarrah.clc.volume.AttachmentDesire;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.AttachmentSummary;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeModificationEntity;
import io.jarrah.clc.volume.VolumeModifications;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the node of one instance all the volumes it is to have, and takes back the leave to use a volume once the node was seen without it or the instance is over. A node that is
 * silent only delays.
 */
public final class AttachmentReconciler implements Reconciler<InstanceId> {
    private static final Logger LOG = LoggerFactory.getLogger(AttachmentReconciler.class);

    private final Database database;
    private final ClusterServices clusters;
    private final AttachmentSecrets secrets;
    private final Consumer<ClusterName> storage;
    private final InstantSource clock;
    private final Map<InstanceId, Told.Message> told = new ConcurrentHashMap<>();

    public AttachmentReconciler(
            Database database,
            ClusterServices clusters,
            AttachmentSecrets secrets,
            Consumer<ClusterName> storage,
            InstantSource clock) {
        this.database = database;
        this.clusters = clusters;
        this.secrets = secrets;
        this.storage = storage;
        this.clock = clock;
    }

    /** Every instance that this has something to do for. */
    public List<InstanceId> keys() {
        return database.read(session -> List.copyOf(Attachments.unsettled(session)));
    }

    private record Holding(
            ClusterName zone,
            Correlation request,
            AttachmentPlanner.Holder holder,
            List<AttachmentSummary> rows,
            List<VolumeConnection> connections) {}

    @Override
    public Result reconcile(InstanceId instance) {
        Optional<Holding> found = database.read(session -> read(session, instance));
        if (found.isEmpty()) {
            told.remove(instance);
            return Result.done();
        }
        Holding holding = found.get();
        if (holding.rows().stream().anyMatch(row -> AttachmentPlanner.isOver(holding.holder(), row))) {
            int withdrawn = database.write(session -> withdraw(session, instance));
            LOG.info("{} volumes of {} may not be used from there any more", withdrawn, instance);
            storage.accept(holding.zone());
        }
        return tell(instance, holding);
    }

    private Result tell(InstanceId instance, Holding holding) {
        Optional<Told.Message> last = Optional.ofNullable(told.get(instance));
        if (AttachmentPlanner.isDue(holding.holder(), holding.rows(), last, clock.instant())) {
            long generation = holding.holder().generation();
            clusters.of(holding.zone())
                    .applyVolumes(holding.request(), new InstanceVolumes(instance, generation, holding.connections()));
            told.put(instance, new Told.Message(generation, clock.instant()));
            return Result.after(AttachmentPlanner.UNSEEN);
        }
        if (AttachmentPlanner.isSettled(holding.holder(), holding.rows())) {
            told.remove(instance);
            return Result.done();
        }
        if (!holding.holder().reachable()) {
            // Whoever hears of its node again wakes this.
            return Result.done();
        }
        return Result.after(AttachmentPlanner.UNSEEN);
    }

    private Optional<Holding> read(Session session, InstanceId id) {
        // The generation is read before the rows it stands for, so what is told is never older than its number.
        InstanceEntity instance = session.find(InstanceEntity.class, id.value());
        if (instance == null) {
            return Optional.empty();
        }
        AttachmentPlanner.Holder holder = holder(instance);
        List<AttachmentSummary> rows = new ArrayList<>();
        List<VolumeConnection> connections = new ArrayList<>();
        Correlation request = instance.request();
        List<AttachmentEntity> attachments = Attachments.ofInstance(session, id);
        Map<VolumeId, VolumeModificationEntity> growing = VolumeModifications.underWay(
                session, attachments.stream().map(AttachmentEntity::volume).toList());
        for (AttachmentEntity row : attachments) {
            rows.add(AttachmentSummary.of(row));
            VolumeEntity volume = volume(session, row);
            if (row.desired() == AttachmentDesire.ATTACHED && row.export().isPresent()) {
                int gib = VolumeModifications.presentGib(volume, growing);
                connections.add(connection(row, gib, row.export().get()));
            }
            if (!row.phase().isPresent() || row.desired() == AttachmentDesire.DETACHED) {
                request = volume.request();
            }
        }
        return Optional.of(new Holding(instance.zone(), request, holder, rows, connections));
    }

    private VolumeConnection connection(AttachmentEntity row, int gib, VolumeExport export) {
        return new VolumeConnection(
                row.volume(), row.device(), gib, export, IscsiNames.initiator(row.instance()), secrets.open(row));
    }

    /** Looks at the rows once more, for they may be others than were read. */
    private static int withdraw(Session session, InstanceId id) {
        InstanceEntity instance = session.find(InstanceEntity.class, id.value());
        if (instance == null) {
            return 0;
        }
        AttachmentPlanner.Holder holder = holder(instance);
        int withdrawn = 0;
        for (AttachmentEntity row : Attachments.ofInstance(session, id)) {
            if (AttachmentPlanner.isOver(holder, AttachmentSummary.of(row))) {
                Attachments.release(volume(session, row), instance, row);
                withdrawn++;
            }
        }
        return withdrawn;
    }

    private static VolumeEntity volume(Session session, AttachmentEntity row) {
        VolumeEntity volume = session.find(VolumeEntity.class, row.volume().value());
        if (volume == null) {
            throw new IllegalStateException(
                    "the attached volume " + row.volume() + " has no row, though a foreign key says it has");
        }
        return volume;
    }

    private static AttachmentPlanner.Holder holder(InstanceEntity instance) {
        return new AttachmentPlanner.Holder(
                instance.state() == InstanceState.TERMINATED,
                instance.desired() == DesiredState.RUNNING && instance.state() != InstanceState.TERMINATED,
                instance.observed().reachable(),
                instance.volumesGeneration(),
                instance.observedVolumesGeneration());
    }
}
