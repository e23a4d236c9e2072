package io.jarrah.clc;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.cluster.NodeEntity;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.ImageLinks;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.image.ObjectStore;
import io.jarrah.clc.image.op.DeregisterImage;
import io.jarrah.clc.image.op.DescribeImages;
import io.jarrah.clc.image.op.ModifyImageAttribute;
import io.jarrah.clc.image.op.RegisterImage;
import io.jarrah.clc.instance.ConsoleSource;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.instance.LaunchDataEntity;
import io.jarrah.clc.instance.LaunchQuota;
import io.jarrah.clc.instance.MetadataDefaultsEntity;
import io.jarrah.clc.instance.MetadataRules;
import io.jarrah.clc.instance.ReservationEntity;
import io.jarrah.clc.instance.op.DescribeInstanceAttribute;
import io.jarrah.clc.instance.op.DescribeInstanceStatus;
import io.jarrah.clc.instance.op.DescribeInstances;
import io.jarrah.clc.instance.op.GetConsoleOutput;
import io.jarrah.clc.instance.op.GetInstanceMetadataDefaults;
import io.jarrah.clc.instance.op.LaunchAccess;
import io.jarrah.clc.instance.op.ModifyInstanceAttribute;
import io.jarrah.clc.instance.op.ModifyInstanceMetadataDefaults;
import io.jarrah.clc.instance.op.ModifyInstanceMetadataOptions;
import io.jarrah.clc.instance.op.RebootInstances;
import io.jarrah.clc.instance.op.RunInstances;
import io.jarrah.clc.instance.op.TerminateInstances;
import io.jarrah.clc.instancetype.op.DescribeInstanceTypes;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.reconcile.ClusterObserver;
import io.jarrah.clc.reconcile.ClusterReconciler;
import io.jarrah.clc.reconcile.ClusterViews;
import io.jarrah.clc.reconcile.ImageReconciler;
import io.jarrah.clc.reconcile.Observations;
import io.jarrah.clc.reconcile.Reaper;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.clc.volume.op.VolumeAccess;
import io.jarrah.clc.vpc.AccountLimits;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.reconcile.ReconcileLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetInstanceMetadataDefaultsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataDefaultsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** Instances and images: their lines in the action table, and the loops that carry out what the rows say. */
public final class InstanceWiring {
    /** The mapped classes of this part. */
    public static final List<Class<?>> ENTITIES = Stream.of(
                    List.of(
                            ClusterEntity.class,
                            NodeEntity.class,
                            NetworkEntity.class,
                            ImageEntity.class,
                            ReservationEntity.class,
                            InstanceEntity.class,
                            LaunchDataEntity.class,
                            MetadataDefaultsEntity.class),
                    AddressWiring.ENTITIES,
                    VolumeWiring.ENTITIES,
                    SecurityGroupWiring.ENTITIES)
            .<Class<?>>flatMap(List::stream)
            .toList();

    /**
     * What this part needs of the outside.
     *
     * @param directory registered clusters and nodes
     * @param clusters reaches their controllers
     * @param console reads serial consoles
     * @param objects looks at image objects in Walrus
     * @param links makes the URLs nodes download images by
     * @param storage reaches storage controllers
     */
    public record Ports(
            ClusterDirectory directory,
            ClusterServices clusters,
            ConsoleSource console,
            ObjectStore objects,
            ImageLinks links,
            StorageControllers storage) {}

    private final Database database;
    private final ApiWiring api;
    private final Networks networks;
    private final SecurityGroupWiring securityGroups;
    private final ConfigDrives configDrives;
    private final Ports ports;
    private final LaunchQuota quota;
    private final RandomGenerator random;
    private final ReconcileLoop<ClusterName> clusterLoop;
    private final ReconcileLoop<ClusterName> standbyLoop;
    private final ReconcileLoop<ImageId> imageLoop;
    private final ReconcileLoop<Reaper.Everything> reaperLoop;
    private final ClusterObserver observer;
    private final VpcWiring vpc;
    private final AddressWiring addresses;
    private final VolumeWiring volumes;

    public InstanceWiring(
            Database database,
            ApiWiring api,
            NetworkPlan plan,
            PublicAddressPlan publicAddresses,
            ConfigDrives configDrives,
            Ports ports,
            LaunchQuota quota,
            VolumeQuota volumeQuota,
            ClusterObserver.Options listening,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.database = database;
        this.api = api;
        this.networks = new Networks(plan, random);
        this.configDrives = configDrives;
        this.ports = ports;
        this.quota = quota;
        this.random = random;
        ClusterViews views = new ClusterViews();
        ClusterReconciler clusters = new ClusterReconciler(
                database, plan, ports.links(), ports.directory(), ports.clusters(), views, clock, api.ruleNotes());
        this.standbyLoop = new ReconcileLoop<>(
                "standby",
                clusters.standbys(api.duties()),
                ReconcileLoop.Options.withWorkers(2),
                ports.directory()::clusters,
                metrics);
        this.clusterLoop = new ReconcileLoop<>(
                "cluster",
                cluster -> clusters.reconcile(cluster, () -> standbyLoop.wakeUp(cluster)),
                ReconcileLoop.Options.withWorkers(4),
                ports.directory()::clusters,
                metrics);
        this.securityGroups = new SecurityGroupWiring(
                database, api, clusterLoop::wakeUp, plan.prefix6().isPresent(), random);
        this.volumes = new VolumeWiring(
                database, api, ports.storage(), ports.clusters(), volumeQuota, listening, clock, random, metrics);
        this.imageLoop = new ReconcileLoop<>(
                "image",
                new ImageReconciler(database, ports.objects()),
                ReconcileLoop.Options.withWorkers(2),
                () -> database.read(Images::pending),
                metrics);
        this.reaperLoop = new ReconcileLoop<>(
                "reaper",
                new Reaper(database, api.tags(), clusterLoop::wakeUp, volumes::purged, clock),
                ReconcileLoop.Options.withWorkers(1),
                () -> List.of(Reaper.Everything.ALL),
                metrics);
        this.observer = new ClusterObserver(
                ports.directory(),
                ports.clusters(),
                new Observations(database, clock, volumes::attachments, metrics),
                views,
                clusterLoop::wakeUp,
                clock,
                listening);
        this.vpc = new VpcWiring(
                database,
                api,
                networks,
                new AccountLimits(SecurityGroups.MAX_PER_INSTANCE, publicAddresses.perAccount()),
                clusterLoop::wakeUp);
        this.addresses = new AddressWiring(database, api, publicAddresses, clusterLoop::wakeUp, random);
    }

    /** What runs in the background, in the order of starting; the database runs before. */
    public List<Service> services() {
        List<Service> services = new ArrayList<>(List.of(standbyLoop, clusterLoop, imageLoop, reaperLoop, observer));
        services.addAll(volumes.services());
        return services;
    }

    /** Makes the reconciler look at a cluster soon, for example because its nodes were registered. */
    public void wakeUp(ClusterName cluster) {
        clusterLoop.wakeUp(cluster);
    }

    /** The kinds of resources of this part that can be tagged. */
    public List<TaggableType> taggable(InstantSource clock) {
        List<TaggableType> types = new ArrayList<>();
        types.add(addresses.taggable());
        types.addAll(volumes.taggable());
        types.add(new TaggableType(
                "instance",
                InstanceId.PREFIX,
                Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND,
                Ec2Error.INVALID_INSTANCE_ID_MALFORMED,
                (session, account, id) -> !Instances.visible(
                                session, account, List.of(new InstanceId(id)), clock.instant())
                        .isEmpty(),
                (session, account, id, keys) -> Instances.visible(
                                session, account, List.of(new InstanceId(id)), clock.instant())
                        .forEach(row -> MetadataRules.requireReadable(row.metadata(), keys))));
        for (ImageId.Kind kind : ImageId.Kind.values()) {
            types.add(new TaggableType(
                    "image",
                    kind.name().toLowerCase(Locale.ROOT),
                    Ec2Error.INVALID_AMI_ID_NOT_FOUND,
                    Ec2Error.INVALID_AMI_ID_MALFORMED,
                    (session, account, id) ->
                            Images.visible(session, account, new ImageId(id)).isPresent()));
        }
        types.addAll(vpc.taggable(clock));
        types.addAll(securityGroups.taggable());
        return types;
    }

    /** Adds the EC2 actions of this part. */
    public void addTo(ActionTable.Builder ec2) {
        addInstances(ec2);
        ec2.serve(
                "DescribeInstanceTypes",
                DescribeInstanceTypesRequest.class,
                new DescribeInstanceTypes(
                        database,
                        api.instanceTypes(),
                        api.pages(),
                        networks.plan().prefix6().isPresent()));
        addMetadata(ec2);
        addImages(ec2);
        vpc.addTo(ec2);
        addresses.addTo(ec2);
        volumes.addTo(ec2);
        securityGroups.addTo(ec2);
    }

    /** Adds the actions of the admin API of this part. */
    public void addToAdmin(ActionTable.Builder admin) {
        securityGroups.addToAdmin(admin);
    }

    private RunInstances runInstances() {
        return new RunInstances(
                database,
                networks,
                api.zones(),
                api.instanceTypes(),
                api.keyPairs(),
                securityGroups.groups(),
                api.tags(),
                quota,
                addresses.pool(),
                configDrives,
                clusterLoop::wakeUp,
                random);
    }

    private void addInstances(ActionTable.Builder ec2) {
        ec2.serve(
                        "RunInstances",
                        RunInstancesRequest.class,
                        runInstances(),
                        Access.to(new LaunchAccess(database, securityGroups.groups(), api.zones())::resources))
                .serve(
                        "DescribeInstances",
                        DescribeInstancesRequest.class,
                        new DescribeInstances(database, api.tags(), api.pages()))
                .serve(
                        "DescribeInstanceStatus",
                        DescribeInstanceStatusRequest.class,
                        new DescribeInstanceStatus(database, api.pages()))
                .serve(
                        "TerminateInstances",
                        TerminateInstancesRequest.class,
                        new TerminateInstances(database, clusterLoop::wakeUp),
                        Access.to((context, request) -> request.instanceIds().stream()
                                .map(id -> context.ec2Arn("instance", id))
                                .toList()))
                .serve(
                        "RebootInstances",
                        RebootInstancesRequest.class,
                        new RebootInstances(database, clusterLoop::wakeUp),
                        Access.to((context, request) -> request.instanceIds().stream()
                                .map(id -> context.ec2Arn("instance", id))
                                .toList()))
                .serve(
                        "GetConsoleOutput",
                        GetConsoleOutputRequest.class,
                        new GetConsoleOutput(database, ports.console()),
                        Access.to((context, request) ->
                                List.of(context.ec2Arn("instance", String.valueOf(request.instanceId())))))
                .serve(
                        "DescribeInstanceAttribute",
                        DescribeInstanceAttributeRequest.class,
                        new DescribeInstanceAttribute(database),
                        Access.to((context, request) ->
                                List.of(context.ec2Arn("instance", String.valueOf(request.instanceId())))))
                .serve(
                        "ModifyInstanceAttribute",
                        ModifyInstanceAttributeRequest.class,
                        new ModifyInstanceAttribute(database, securityGroups.groups(), clusterLoop::wakeUp),
                        Access.to(new VolumeAccess(database)::ofInstanceAttribute));
    }

    private void addMetadata(ActionTable.Builder ec2) {
        ec2.serve(
                        "ModifyInstanceMetadataOptions",
                        ModifyInstanceMetadataOptionsRequest.class,
                        new ModifyInstanceMetadataOptions(database, api.tags(), networks.plan()),
                        Access.to((context, request) ->
                                List.of(context.ec2Arn("instance", String.valueOf(request.instanceId())))))
                .serve(
                        "ModifyInstanceMetadataDefaults",
                        ModifyInstanceMetadataDefaultsRequest.class,
                        new ModifyInstanceMetadataDefaults(database))
                .serve(
                        "GetInstanceMetadataDefaults",
                        GetInstanceMetadataDefaultsRequest.class,
                        new GetInstanceMetadataDefaults(database));
    }

    private void addImages(ActionTable.Builder ec2) {
        ec2.serve(
                        "RegisterImage",
                        RegisterImageRequest.class,
                        new RegisterImage(database, api.tags(), imageLoop::wakeUp, random),
                        Access.to((context, request) -> List.of(LaunchAccess.imageArn(context.region(), "*"))))
                .serve(
                        "DeregisterImage",
                        DeregisterImageRequest.class,
                        new DeregisterImage(database),
                        Access.to((context, request) ->
                                List.of(LaunchAccess.imageArn(context.region(), String.valueOf(request.imageId())))))
                .serve(
                        "DescribeImages",
                        DescribeImagesRequest.class,
                        new DescribeImages(database, api.tags(), api.pages()))
                .serve(
                        "ModifyImageAttribute",
                        ModifyImageAttributeRequest.class,
                        new ModifyImageAttribute(database),
                        Access.to((context, request) ->
                                List.of(LaunchAccess.imageArn(context.region(), String.valueOf(request.imageId())))));
    }
}
