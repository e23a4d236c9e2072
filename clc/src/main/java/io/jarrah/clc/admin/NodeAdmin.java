package io.jarrah.clc.admin;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The nodes in the admin API: how they are and what room they have, as their cluster controllers last told. */
public final class NodeAdmin {
    /** ListNodes. */
    public record Nothing() {}

    /** A node in an answer; {@code health} is ok, impaired or unreachable. */
    public record NodeView(
            String name,
            String cluster,
            String health,
            String message,
            Instant since,
            String hypervisor,
            Capacity total,
            Capacity available) {
        static NodeView of(ClusterName cluster, NodeStatus node) {
            return new NodeView(
                    node.name().value(),
                    cluster.value(),
                    node.health().name().toLowerCase(Locale.ROOT),
                    node.message(),
                    node.since(),
                    node.hypervisor(),
                    node.total(),
                    node.available());
        }
    }

    /** Answer of ListNodes. */
    public record NodeList(List<NodeView> nodes) {}

    private final Database database;
    private final Zones zones;

    public NodeAdmin(Database database, Zones zones) {
        this.database = database;
        this.zones = zones;
    }

    /** Adds the action. */
    public void addTo(ActionTable.Builder admin) {
        admin.serve("ListNodes", Nothing.class, (context, request) -> list(), Access.toCloud(Api.ADMIN));
    }

    private NodeList list() {
        return database.read(session -> {
            List<NodeView> nodes = new ArrayList<>();
            for (ClusterName cluster : zones.all(session)) {
                Clusters.nodes(session, cluster).forEach(node -> nodes.add(NodeView.of(cluster, node)));
            }
            return new NodeList(nodes);
        });
    }
}
