package io.jarrah.clc;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.Snapshots;
import io.jarrah.clc.snapshot.op.CreateSnapshot;
import io.jarrah.clc.snapshot.op.DeleteSnapshot;
import io.jarrah.clc.snapshot.op.DescribeSnapshotAttribute;
import io.jarrah.clc.snapshot.op.DescribeSnapshots;
import io.jarrah.clc.snapshot.op.ModifySnapshotAttribute;
import io.jarrah.clc.snapshot.op.ResetSnapshotAttribute;
import io.jarrah.clc.snapshot.op.SnapshotAccess;
import io.jarrah.clc.snapshot.reconcile.SnapshotListener;
import io.jarrah.clc.snapshot.reconcile.SnapshotObservations;
import io.jarrah.clc.snapshot.reconcile.SnapshotReconciler;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.storage.reconcile.StorageListener;
import io.jarrah.clc.storage.reconcile.StorageViews;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeRequest;

/** Snapshots: their lines in the action table, and a loop of their own that carries out what the rows say. */
final class SnapshotWiring {
    /** The mapped classes of this part. */
    static final List<Class<?>> ENTITIES = List.of(SnapshotEntity.class);

    private final Database database;
    private final ApiWiring api;
    private final VolumeQuota quota;
    private final RandomGenerator random;
    private final Consumer<ClusterName> volumes;
    private final ReconcileLoop<ClusterName> loop;
    private final StorageListener listener;

    /** @param volumes makes the volumes of a zone be looked at, for they wait for their snapshots */
    SnapshotWiring(
            Database database,
            ApiWiring api,
            StorageControllers controllers,
            VolumeQuota quota,
            Consumer<ClusterName> volumes,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.database = database;
        this.api = api;
        this.quota = quota;
        this.random = random;
        this.volumes = volumes;
        StorageViews<SnapshotId, ObservedSnapshot> views = new StorageViews<>(SnapshotListener.READING);
        this.loop = new ReconcileLoop<>(
                "snapshots",
                new SnapshotReconciler(database, controllers, views, volumes, clock),
                ReconcileLoop.Options.withWorkers(4),
                controllers::zones,
                metrics);
        this.listener = new SnapshotListener(new SnapshotObservations(database, clock), views, loop::wakeUp, volumes);
    }

    /** Makes the snapshots of a zone be looked at. */
    void wakeUp(ClusterName zone) {
        loop.wakeUp(zone);
    }

    /** Hears what storage controllers say of snapshots. */
    StorageListener listener() {
        return listener;
    }

    /** What runs in the background. */
    Service service() {
        return loop;
    }

    /** Snapshots can be tagged. */
    TaggableType taggable() {
        return Snapshots.taggable();
    }

    /** Nobody waits any more for a snapshot that is not wanted. */
    private void deleted(ClusterName zone) {
        loop.wakeUp(zone);
        volumes.accept(zone);
    }

    /** Adds the EC2 actions of this part. */
    void addTo(ActionTable.Builder ec2) {
        ec2.serve(
                        "CreateSnapshot",
                        CreateSnapshotRequest.class,
                        new CreateSnapshot(database, api.tags(), quota, this::wakeUp, random),
                        Access.to(SnapshotAccess::ofCreation))
                .serve(
                        "DeleteSnapshot",
                        DeleteSnapshotRequest.class,
                        new DeleteSnapshot(database, api.tags(), this::deleted),
                        Access.to((context, request) -> SnapshotAccess.snapshot(context, request.snapshotId())))
                .serve(
                        "DescribeSnapshots",
                        DescribeSnapshotsRequest.class,
                        new DescribeSnapshots(database, api.tags(), api.pages()))
                .serve(
                        "DescribeSnapshotAttribute",
                        DescribeSnapshotAttributeRequest.class,
                        new DescribeSnapshotAttribute(database),
                        Access.to((context, request) -> SnapshotAccess.snapshot(context, request.snapshotId())))
                .serve(
                        "ModifySnapshotAttribute",
                        ModifySnapshotAttributeRequest.class,
                        new ModifySnapshotAttribute(database),
                        Access.to((context, request) -> SnapshotAccess.snapshot(context, request.snapshotId())))
                .serve(
                        "ResetSnapshotAttribute",
                        ResetSnapshotAttributeRequest.class,
                        new ResetSnapshotAttribute(database),
                        Access.to((context, request) -> SnapshotAccess.snapshot(context, request.snapshotId())));
    }
}
