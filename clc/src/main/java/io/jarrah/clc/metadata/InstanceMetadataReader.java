package io.jarrah.clc.metadata;

import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.instance.LaunchDataEntity;
import io.jarrah.clc.instance.MetadataSettings;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.pki.DocumentSigner;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.Session;

/** Finds the one live instance behind an address of a network of a cluster, and tells it about itself. */
public final class InstanceMetadataReader {
    private final Database database;
    private final Tags tags;
    private final String region;
    private final NetworkPlan plan;
    private final Supplier<DocumentSigner> signer;
    private final InstantSource clock;

    /**
     * A reader of instances' rows.
     *
     * @param plan how networks are cut
     * @param signer of identity documents; asked for at every reading
     */
    public InstanceMetadataReader(
            Database database,
            Tags tags,
            String region,
            NetworkPlan plan,
            Supplier<DocumentSigner> signer,
            InstantSource clock) {
        this.database = database;
        this.tags = tags;
        this.region = region;
        this.plan = plan;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * The metadata, good for half a minute.
     *
     * @param cluster the cluster that asks; it gets answers for its own instances only
     * @throws ServiceException NOT_FOUND when no live instance has that address in that network of that cluster
     */
    public InstanceMetadata read(ClusterName cluster, NetworkId network, String sourceIp) {
        return database.read(session -> Instances.at(session, cluster, network, sourceIp)
                        .filter(InstanceMetadataReader::isLive)
                        .map(instance -> metadata(session, instance, network)))
                .orElseThrow(() -> new ServiceException(
                        ServiceException.Code.NOT_FOUND,
                        "no live instance has the address " + sourceIp + " in network " + network + " of cluster "
                                + cluster));
    }

    private static boolean isLive(InstanceEntity instance) {
        return instance.state() == InstanceState.PENDING || instance.state() == InstanceState.RUNNING;
    }

    private InstanceMetadata metadata(Session session, InstanceEntity instance, NetworkId network) {
        Optional<LaunchDataEntity> launch = Optional.ofNullable(
                session.find(LaunchDataEntity.class, instance.id().value()));
        NetworkEntity row = session.find(NetworkEntity.class, network.value());
        if (row == null) {
            throw new IllegalStateException("network " + network + " of instance " + instance.id() + " has no row");
        }
        return new InstanceMetadata(
                instance.id(),
                MetadataTree.of(
                        instance,
                        Images.find(session, instance.image()),
                        row,
                        launch,
                        Addresses.ofInstance(session, instance.id()).map(AddressEntity::address),
                        Memberships.of(session, instance.id()),
                        readableTags(session, instance),
                        region,
                        plan),
                IdentityDocument.signed(instance, region, signer.get()),
                launch.flatMap(LaunchDataEntity::userData),
                instance.metadata().options(),
                clock.instant().plus(MetadataSettings.TOLD_FOR));
    }

    private Map<String, String> readableTags(Session session, InstanceEntity instance) {
        return instance.metadata().tags()
                ? tags.of(session, instance.account(), instance.id().value())
                : Map.of();
    }
}
