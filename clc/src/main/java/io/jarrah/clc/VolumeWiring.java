package io.jarrah.clc;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.StorageControllers;
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
import io.jarrah.clc.volume.reconcile.StorageObserver;
import io.jarrah.clc.volume.reconcile.StorageViews;
import io.jarrah.clc.volume.reconcile.VolumeObservations;
import io.jarrah.clc.volume.reconcile.VolumeReconciler;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
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

/** Volumes: their lines in the action table, and loops of their own that carry out what the rows say. */
final class VolumeWiring implements VolumeWakeUp {
    /** The mapped classes of this part. */
    static final List<Class<?>> ENTITIES =
            List.of(VolumeEntity.class, AttachmentEntity.class, VolumeModificationEntity.class);

    private final Database database;
    private final ApiWiring api;
    private final StorageControllers controllers;
    private final VolumeRoom room;
    private final RandomGenerator random;
    private final AttachmentSecrets secrets;
    private final ReconcileLoop<ClusterName> storageLoop;
    private final ReconcileLoop<InstanceId> attachmentLoop;
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
        StorageViews views = new StorageViews();
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
        this.observer = new StorageObserver(
                controllers,
                new VolumeObservations(database, api.tags(), attachmentLoop::wakeUp, clock),
                views,
                api.storageHealth(),
                storageLoop::wakeUp,
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
        return List.of(storageLoop, attachmentLoop, observer);
    }

    /** Volumes can be tagged. */
    TaggableType taggable() {
        return Volumes.taggable();
    }

    /** Adds the EC2 actions of this part. */
    void addTo(ActionTable.Builder ec2) {
        ec2.serve(
                        "CreateVolume",
                        CreateVolumeRequest.class,
                        new CreateVolume(database, api.zones(), api.tags(), controllers, room, this, random),
                        Access.to((context, request) -> VolumeAccess.volume(context, "*")))
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
