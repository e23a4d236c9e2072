package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.instance.Instances;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusDetails;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;

/**
 * Whether the account's instances can be reached: impaired while the node, its cluster or the cluster's memory of the
 * instance is away. That says nothing about whether the instance runs.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html">DescribeInstanceStatus</a>
 */
public final class DescribeInstanceStatus
        implements Operation<DescribeInstanceStatusRequest, DescribeInstanceStatusResponse> {
    private static final Filters<InstanceStatus> FILTERS = Filters.<InstanceStatus>of()
            .text("availability-zone", InstanceStatus::availabilityZone)
            .texts("event.code", status -> List.of())
            .texts("event.description", status -> List.of())
            .texts("event.not-after", status -> List.of())
            .texts("event.not-before", status -> List.of())
            .text("instance-state-code", status -> status.instanceState().code().toString())
            .text("instance-state-name", status -> status.instanceState().nameAsString())
            .text("instance-status.status", status -> status.instanceStatus().statusAsString())
            .texts("instance-status.reachability", status -> reachability(status.instanceStatus()))
            .text("system-status.status", status -> status.systemStatus().statusAsString())
            .texts("system-status.reachability", status -> reachability(status.systemStatus()))
            .build();

    private final Database database;
    private final Pages pages;

    public DescribeInstanceStatus(Database database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    @Override
    public DescribeInstanceStatusResponse execute(CallContext context, DescribeInstanceStatusRequest request) {
        Set<InstanceId> ids = InstanceRequests.parsed(request.instanceIds());
        if (!ids.isEmpty() && request.maxResults() != null) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        boolean all = Boolean.TRUE.equals(request.includeAllInstances());
        List<InstanceStatus> statuses = database.read(session -> {
            Sight sight = sight(session);
            List<InstanceEntity> rows = ids.isEmpty()
                    ? Instances.visible(session, context.account(), context.now())
                    : InstanceRequests.find(session, context, ids);
            return rows.stream()
                    .filter(row -> all || row.state() == InstanceState.RUNNING)
                    .map(row -> status(row, sight))
                    .toList();
        });
        Page<InstanceStatus> page = pages.page(
                context,
                FILTERS.apply(request.filters(), statuses),
                InstanceStatus::instanceId,
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeInstanceStatusResponse.builder()
                .instanceStatuses(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** Since when which cluster and node is away. */
    private record Sight(Map<ClusterName, Instant> clustersAway, Map<NodeName, Instant> nodesAway) {
        Optional<Instant> awaySince(InstanceEntity row) {
            Instant cluster = clustersAway.get(row.zone());
            if (cluster != null) {
                return Optional.of(cluster);
            }
            Optional<Instant> node = row.node().map(nodesAway::get);
            if (node.isPresent()) {
                return node;
            }
            return row.observed().reachable()
                    ? Optional.empty()
                    : row.observed().since();
        }
    }

    private static Sight sight(Session session) {
        Map<ClusterName, Instant> clusters = new HashMap<>();
        Map<NodeName, Instant> nodes = new HashMap<>();
        for (ClusterEntity cluster : Clusters.all(session)) {
            if (cluster.health() == Health.UNREACHABLE) {
                clusters.put(cluster.name(), cluster.healthSince());
            }
            for (NodeStatus node : Clusters.nodes(session, cluster.name())) {
                if (node.health() == Health.UNREACHABLE) {
                    nodes.put(node.name(), node.since());
                }
            }
        }
        return new Sight(clusters, nodes);
    }

    private static InstanceStatus status(InstanceEntity row, Sight sight) {
        InstanceStatusSummary summary = row.state() == InstanceState.RUNNING
                ? running(sight.awaySince(row))
                : InstanceStatusSummary.builder()
                        .status("not-applicable")
                        .details(List.of())
                        .build();
        return InstanceStatus.builder()
                .instanceId(row.id().value())
                .availabilityZone(row.zone().value())
                .events(List.of())
                .instanceState(InstanceRendering.state(row.state()))
                .instanceStatus(summary)
                .systemStatus(summary)
                .build();
    }

    private static InstanceStatusSummary running(Optional<Instant> awaySince) {
        return InstanceStatusSummary.builder()
                .status(awaySince.isPresent() ? "impaired" : "ok")
                .details(InstanceStatusDetails.builder()
                        .name("reachability")
                        .status(awaySince.isPresent() ? "failed" : "passed")
                        .impairedSince(awaySince.orElse(null))
                        .build())
                .build();
    }

    private static List<String> reachability(InstanceStatusSummary summary) {
        return summary.details().stream()
                .map(InstanceStatusDetails::statusAsString)
                .toList();
    }
}
