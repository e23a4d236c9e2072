package io.jarrah.clc;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.storage.reconcile.StorageObserver;
import io.jarrah.clc.storage.reconcile.StorageViews;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeModificationEntity;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.clc.volume.VolumeWakeUp;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.clc.volume.op.AttachVolume;
import io.jarrah.clc.volume.op.CreateVolume;
import io.jarrah.clc.volume.op.DeleteVolume;
import io.jarrah.clc.volume.op.DescribeVolumeAttribute;
import io.jarrah.clc.volume.op.DescribeVolumeStatus;
import io.jarrah.clc.volume.op.DescribeVolumes;
import io.jarrah.clc.volume.op.DescribeVolumesModifications;
import io.jarrah.clc.volume.op.DetachVolume;
import io.jarrah.clc.volume.op.ModifyVolume;
import io.jarrah.clc.volume.op.ModifyVolumeAttribute;
import io.jarrah.clc.volume.op.VolumeAccess;
import io.jarrah.clc.volume.op.VolumeRoom;
import io.jarrah.clc.volume.reconcile.AttachmentReconciler;
import io.jarrah.clc.volume.reconcile.VolumeListener;
import io.jarrah.clc.volume.reconcile.VolumeObservations;
import io.jarrah.clc.volume.reconcile.VolumeReconciler;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesModificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeRequest;

/** Volumes, with their snapshots: their lines in the action table, and loops of their own that carry out what the rows say. */
final class VolumeWiring implements VolumeWakeUp {
    /** The mapped classes of this part. */
    static final List<Class<?>> ENTITIES = Stream.of(
                    List.of(VolumeEntity.class, AttachmentEntity.class, VolumeModificationEntity.class),
                    SnapshotWiring.ENTITIES)
            .<Class<?>>flatMap(List::stream)
            .toList();

    private final Database database;
    private final ApiWiring api;
    private final StorageControllers controllers;
    private final VolumeRoom room;
    private final RandomGenerator random;
    private final AttachmentSecrets secrets;
    private final ReconcileLoop<ClusterName> storageLoop;
    private final ReconcileLoop<InstanceId> attachmentLoop;
    private final SnapshotWiring snapshots;
    private final StorageObserver observer;

    VolumeWiring(
            Database database,
            ApiWiring api,
            StorageControllers controllers,
            ClusterServices clusters,
            VolumeQuota quota,
            ClusterObserver.Options listening,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.database = database;
        this.api = api;
        this.controllers = controllers;
        this.room = new VolumeRoom(quota);
        this.random = random;
        this.secrets = new AttachmentSecrets(api.secrets(), api.random());
        StorageViews<VolumeId, ObservedVolume> views = new StorageViews<>(VolumeListener.READING);
        this.storageLoop = new ReconcileLoop<>(
                "storage",
                new VolumeReconciler(database, secrets, controllers, views, clock),
                ReconcileLoop.Options.withWorkers(4),
                controllers::zones,
                metrics);
        AttachmentReconciler attachments =
                new AttachmentReconciler(database, clusters, secrets, storageLoop::wakeUp, clock);
        // A node that does not answer keeps its worker waiting.
        this.attachmentLoop = new ReconcileLoop<>(
                "attachments", attachments, ReconcileLoop.Options.withWorkers(8), attachments::keys, metrics);
        this.snapshots =
                new SnapshotWiring(database, api, controllers, quota, storageLoop::wakeUp, clock, random, metrics);
        VolumeObservations observations = new VolumeObservations(database, api.tags(), attachmentLoop::wakeUp, clock);
        this.observer = new StorageObserver(
                controllers,
                List.of(new VolumeListener(observations, views, storageLoop::wakeUp), snapshots.listener()),
                api.storageHealth(),
                clock,
                listening);
    }

    @Override
    public void storage(ClusterName zone) {
        storageLoop.wakeUp(zone);
    }

    @Override
    public void attachments(InstanceId instance) {
        attachmentLoop.wakeUp(instance);
    }

    /** What runs in the background, in the order of starting. */
    List<Service> services() {
        return List.of(storageLoop, snapshots.service(), attachmentLoop, observer);
    }

    /** Volumes and snapshots can be tagged. */
    List<TaggableType> taggable() {
        return List.of(Volumes.taggable(), snapshots.taggable());
    }

    /** Rows of volumes or snapshots of that zone are there no more. */
    void purged(ClusterName zone) {
        storage(zone);
        snapshots.wakeUp(zone);
    }

    /** Adds the EC2 actions of this part. */
    void addTo(ActionTable.Builder ec2) {
        snapshots.addTo(ec2);
        ec2.serve(
                        "CreateVolume",
                        CreateVolumeRequest.class,
                        new CreateVolume(database, api.zones(), api.tags(), controllers, room, this, random),
                        Access.to(VolumeAccess::ofCreation))
                .serve(
                        "DeleteVolume",
                        DeleteVolumeRequest.class,
                        new DeleteVolume(database, this),
                        Access.to((context, request) -> VolumeAccess.volume(context, request.volumeId())))
                .serve(
                        "AttachVolume",
                        AttachVolumeRequest.class,
                        new AttachVolume(database, secrets, this),
                        Access.to(VolumeAccess::ofAttachment))
                .serve(
                        "DetachVolume",
                        DetachVolumeRequest.class,
                        new DetachVolume(database, this),
                        Access.to(new VolumeAccess(database)::ofDetachment))
                .serve(
                        "DescribeVolumes",
                        DescribeVolumesRequest.class,
                        new DescribeVolumes(database, api.tags(), api.pages()))
                .serve(
                        "DescribeVolumeStatus",
                        DescribeVolumeStatusRequest.class,
                        new DescribeVolumeStatus(database, api.storageHealth(), api.pages()))
                .serve(
                        "DescribeVolumeAttribute",
                        DescribeVolumeAttributeRequest.class,
                        new DescribeVolumeAttribute(database),
                        Access.to((context, request) -> VolumeAccess.volume(context, request.volumeId())))
                .serve(
                        "ModifyVolume",
                        ModifyVolumeRequest.class,
                        new ModifyVolume(database, room, this),
                        Access.to((context, request) -> VolumeAccess.volume(context, request.volumeId())))
                .serve(
                        "DescribeVolumesModifications",
                        DescribeVolumesModificationsRequest.class,
                        new DescribeVolumesModifications(database, api.pages()))
                .serve(
                        "ModifyVolumeAttribute",
                        ModifyVolumeAttributeRequest.class,
                        new ModifyVolumeAttribute(database),
                        Access.to((context, request) -> VolumeAccess.volume(context, request.volumeId())));
    }
}
