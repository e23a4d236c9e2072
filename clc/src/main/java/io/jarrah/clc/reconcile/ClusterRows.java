package io.jarrah.clc.reconcile;

import io.jarrah.clc.address.Translations;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.ImageLinks;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.instance.DesiredState;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.instance.LaunchDataEntity;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceNic;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the reconciler reads from and writes to the rows of one cluster; each method is one transaction. */
final class ClusterRows {
    private final Database database;
    private final NetworkPlan plan;
    private final ImageLinks links;
    private final NetworkReader networks;

    /** @param notes of what changed; where there are none, all is read each time */
    ClusterRows(Database database, NetworkPlan plan, ImageLinks links, RuleNotes notes) {
        this.database = database;
        this.plan = plan;
        this.links = links;
        this.networks = new NetworkReader(plan, notes);
    }

    /** What is desired now. Generations are read before the rows they stand for, so a document is never older than its number. */
    DesiredCluster desired(ClusterName cluster) {
        return database.read(session -> {
            Optional<ClusterEntity> row = Clusters.find(session, cluster);
            return new DesiredCluster(
                    row.map(ClusterEntity::nodesGeneration).orElse(0L), Instances.summaries(session, cluster));
        });
    }

    /**
     * Generations of what a controller is told.
     *
     * @param nodes of the node registry
     * @param network of the network document
     */
    record Generations(long nodes, long network) {}

    /** The generations that are desired now. */
    Generations generations(ClusterName cluster) {
        return database.read(session -> Clusters.find(session, cluster)
                .map(row -> new Generations(row.nodesGeneration(), row.networkGeneration()))
                .orElse(new Generations(0, 0)));
    }

    /** Gives another registry the next generation; drops the rows of nodes that are not in it. */
    void register(ClusterName cluster, List<NodeRegistration> nodes, Instant now) {
        String digest = digest(nodes);
        boolean same = database.read(session ->
                Clusters.find(session, cluster).map(row -> row.hasNodes(digest)).orElse(false));
        if (same) {
            return;
        }
        database.write(session -> {
            Clusters.ensure(session, cluster, now).nodesAre(digest);
            Set<NodeName> names = nodes.stream().map(NodeRegistration::name).collect(Collectors.toSet());
            Clusters.keepNodes(session, cluster, names);
            return names;
        });
    }

    NetworkDocument network(ClusterName cluster) {
        return database.read(session -> networks.read(session, cluster));
    }

    /** The cluster has taken up the network document of that generation; public addresses that only it kept from being free are free. */
    void networkTakenUp(ClusterName cluster, long generation) {
        if (database.read(session -> Translations.isAwaiting(session, cluster, generation))) {
            database.write(session -> Translations.acknowledged(session, cluster, generation));
        }
    }

    /** Specs of those of the instances that still shall run, with image URLs that are fresh now. */
    List<InstanceSpec> specs(ClusterName cluster, Collection<InstanceId> ids, Instant now) {
        return database.read(session -> specs(session, cluster, ids, now));
    }

    private List<InstanceSpec> specs(Session session, ClusterName cluster, Collection<InstanceId> ids, Instant now) {
        List<InstanceEntity> wanted = Instances.inZone(session, cluster, ids).stream()
                .filter(row ->
                        row.desired() == DesiredState.RUNNING && row.network().isPresent())
                .toList();
        Set<ImageId> imageIds = new HashSet<>();
        for (InstanceEntity row : wanted) {
            imageIds.add(row.image());
            row.kernel().ifPresent(imageIds::add);
            row.ramdisk().ifPresent(imageIds::add);
        }
        Map<ImageId, ImageSource> sources = new HashMap<>();
        for (ImageEntity image : Images.byId(session, imageIds).values()) {
            sources.put(image.id(), image.source(links.link(image.bucket(), image.key(), now)));
        }
        Map<NetworkId, NetworkEntity> networks = Networks.inZone(session, cluster).stream()
                .collect(Collectors.toMap(NetworkEntity::id, network -> network));
        return wanted.stream().map(row -> spec(session, row, sources, networks)).toList();
    }

    private InstanceSpec spec(
            Session session,
            InstanceEntity row,
            Map<ImageId, ImageSource> sources,
            Map<NetworkId, NetworkEntity> networks) {
        NetworkEntity network = required(networks.get(row.network().orElseThrow()), "network", row);
        return new InstanceSpec(
                row.id(),
                row.generation(),
                row.account(),
                row.reservation(),
                row.instanceType(),
                row.capacity(),
                new BootImages(
                        required(sources.get(row.image()), "image", row),
                        row.kernel().map(id -> required(sources.get(id), "kernel", row)),
                        row.ramdisk().map(id -> required(sources.get(id), "ramdisk", row))),
                new InstanceNic(
                        network.id(),
                        network.segment(),
                        row.mac().orElseThrow(),
                        row.privateIp().orElse(NetworkEndpoint.NO_ADDRESS),
                        plan.mtu()),
                row.hostname(),
                row.configDrive()
                        ? ConfigDriveFiles.of(
                                row,
                                Optional.ofNullable(session.find(
                                        LaunchDataEntity.class, row.id().value())),
                                plan)
                        : List.of());
    }

    private static <T> T required(@Nullable T found, String what, InstanceEntity row) {
        if (found == null) {
            throw new IllegalStateException(
                    "the " + what + " of instance " + row.id() + " has no row, though a" + " foreign key says it has");
        }
        return found;
    }

    /** The cluster says that this instance can never run: it is to end, and its owner is told why. */
    void refused(ClusterName cluster, InstanceId instance, String why, Correlation correlation, Instant now) {
        database.write(session -> {
            List<InstanceEntity> rows = Instances.inZone(session, cluster, List.of(instance));
            rows.forEach(row -> row.terminate(
                    new StateReason("Server.InternalError", "Server.InternalError: " + why), correlation, now));
            return rows.size();
        });
    }

    private static String digest(List<NodeRegistration> nodes) {
        String text = nodes.stream()
                .map(node -> node.name() + " " + node.endpoint() + " " + node.certificateSha256())
                .sorted()
                .collect(Collectors.joining("\n"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java runtime", e);
        }
    }
}
