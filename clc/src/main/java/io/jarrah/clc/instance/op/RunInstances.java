package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.LaunchQuota;
import io.jarrah.clc.instancetype.InstanceTypes;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/**
 * Launches instances: writes what is wanted and answers; the cluster's reconciler does the rest.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html">RunInstances</a>
 */
public final class RunInstances implements Operation<RunInstancesRequest, RunInstancesResponse> {
    private final Launcher launcher;
    private final ClusterWakeUp wakeUp;
    private final Database database;
    private final Tags tags;

    public RunInstances(
            Database database,
            Networks networks,
            Zones zones,
            InstanceTypes types,
            KeyPairs keyPairs,
            SecurityGroups groups,
            Tags tags,
            LaunchQuota quota,
            AddressPool pool,
            ConfigDrives configDrives,
            ClusterWakeUp wakeUp,
            RandomGenerator random) {
        this.launcher = new Launcher(
                database,
                networks,
                types,
                keyPairs,
                new GroupLookup(groups),
                tags,
                quota,
                new LaunchSites(zones),
                new LaunchPublicAddresses(pool),
                configDrives,
                random);
        this.wakeUp = wakeUp;
        this.database = database;
        this.tags = tags;
    }

    @Override
    public RunInstancesResponse execute(CallContext context, RunInstancesRequest request) {
        LaunchOrder order = LaunchOrders.of(request);
        Launcher.Launched launched = launcher.launch(context, order);
        launched.instances().stream().findFirst().map(InstanceEntity::zone).ifPresent(wakeUp::wakeUp);
        launched.elsewhere().forEach(wakeUp::wakeUp);
        Map<String, Map<String, String>> tagged = launched.repeated() ? currentTags(context, launched) : Map.of();
        InstanceRendering rendering = new InstanceRendering(context.region(), context.now());
        List<Instance> instances = launched.instances().stream()
                .map(row -> {
                    Optional<PublicAddress> address = Optional.ofNullable(
                                    launched.addresses().get(row.id()))
                            .or(row::openAddress);
                    List<SecurityGroupRef> groups = launched.groups().getOrDefault(row.id(), List.of());
                    return rendering.instance(
                            row,
                            launched.repeated() ? tagged.getOrDefault(row.id().value(), Map.of()) : order.tags(),
                            order.clientToken(),
                            address,
                            groups,
                            rendering.eni(row, address, groups),
                            launched.volumes().getOrDefault(row.id(), List.of()));
                })
                .toList();
        return RunInstancesResponse.builder()
                .reservationId(launched.reservation().id().value())
                .ownerId(context.account().value())
                .groups(List.of())
                .instances(instances)
                .build();
    }

    private Map<String, Map<String, String>> currentTags(CallContext context, Launcher.Launched launched) {
        List<String> ids =
                launched.instances().stream().map(row -> row.id().value()).toList();
        return database.read(session -> tags.ofAll(session, context.account(), ids));
    }
}
