package io.jarrah.cloud;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.StorageService;
import io.jarrah.nc.simulated.SimulatedTiming;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a cloud in one JVM is like.
 *
 * @param state directory of all services' state; starting over it again goes on where it ended
 * @param nodes simulated nodes, 1 or more
 * @param site the site's own network, in which instances are; empty for networks of the cloud's own
 * @param apiPort port of EC2, IAM and STS; 0 for any
 * @param s3Port port of S3; 0 for any
 * @param timing how long simulated guests take
 * @param clusters wraps the cloud controller's client of the cluster controller, to make it fail
 * @param nodeClients wraps the cluster controller's client of a node, to make it fail
 * @param storage wraps the cloud controller's client of the storage controller, to make it fail
 * @param planes the networks; empty for some that need no root
 */
public record CloudOptions(
        Path state,
        int nodes,
        Optional<FlatNetwork> site,
        int apiPort,
        int s3Port,
        SimulatedTiming timing,
        UnaryOperator<ClusterService> clusters,
        UnaryOperator<NodeService> nodeClients,
        UnaryOperator<StorageService> storage,
        Optional<Planes> planes) {
    /** The one cluster of such a cloud. */
    public static final String CLUSTER = "zone1";

    public CloudOptions {
        if (nodes < 1) {
            throw new IllegalArgumentException("a cloud needs a node");
        }
    }

    /** On any ports, nothing fails. */
    public static CloudOptions of(Path state, int nodes, SimulatedTiming timing) {
        return new CloudOptions(
                state,
                nodes,
                Optional.empty(),
                0,
                0,
                timing,
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                Optional.empty());
    }

    /** The same with instances in the site's own network. */
    public CloudOptions withSite(FlatNetwork network) {
        return new CloudOptions(
                state, nodes, Optional.of(network), apiPort, s3Port, timing, clusters, nodeClients, storage, planes);
    }

    /** How instances get their networks. */
    VnetMode mode() {
        return site.map(FlatNetwork::mode).orElse(VnetMode.MANAGED);
    }

    /** The same on those ports. */
    public CloudOptions withPorts(int api, int s3) {
        return new CloudOptions(state, nodes, site, api, s3, timing, clusters, nodeClients, storage, planes);
    }

    /** The same with gateways that may fail. */
    public CloudOptions withGateways(UnaryOperator<ClusterService> cluster, UnaryOperator<NodeService> node) {
        return new CloudOptions(state, nodes, site, apiPort, s3Port, timing, cluster, node, storage, planes);
    }

    /** The same with a gateway to the storage controller that may fail. */
    public CloudOptions withStorage(UnaryOperator<StorageService> client) {
        return new CloudOptions(state, nodes, site, apiPort, s3Port, timing, clusters, nodeClients, client, planes);
    }

    /** The same with those networks. */
    public CloudOptions withPlanes(Planes others) {
        return new CloudOptions(
                state, nodes, site, apiPort, s3Port, timing, clusters, nodeClients, storage, Optional.of(others));
    }
}
