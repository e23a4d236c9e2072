package io.jarrah.cc;

import io.jarrah.cc.books.ClusterBooks;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.network.DocumentCheck;
import io.jarrah.cc.reconcile.Correlations;
import io.jarrah.cc.reconcile.NodeClients;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDigests;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the cloud controller asks, answered from the books; only the console is read from a node, and volumes are attached at one. */
final class LocalClusterService implements ClusterService {
    private static final int MAX_BATCH = 10_000;

    private final ClusterBooks books;
    private final VnetMode mode;
    private final NodeClients nodes;
    private final Correlations correlations;
    private final Supplier<String> tunnelAddress;
    private final Lease lease;
    private final NetworkDigests digests = new NetworkDigests();
    private volatile NetworkDocument checked = NetworkDocument.EMPTY;

    /**
     * @param tunnelAddress IPv4 address that tunnels end at; empty when there are none
     * @param lease without it only what keeps this controller ready to take over is answered
     */
    LocalClusterService(
            ClusterBooks books,
            VnetMode mode,
            NodeClients nodes,
            Correlations correlations,
            Supplier<String> tunnelAddress,
            Lease lease) {
        this.lease = lease;
        this.tunnelAddress = tunnelAddress;
        this.books = books;
        this.mode = mode;
        this.nodes = nodes;
        this.correlations = correlations;
    }

    @Override
    public ClusterDescription describeCluster(Correlation correlation) {
        return new ClusterDescription(
                tunnelAddress.get(), lease.held(), books.networkGeneration(), books.nodesGeneration());
    }

    @Override
    public Changes<NodeStatus> describeNodes(Correlation correlation, Revision since, Duration wait) {
        requireInCharge();
        Changes<NodeStatus> changes = books.nodes(since, wait);
        requireInCharge();
        return changes;
    }

    @Override
    public Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait) {
        requireInCharge();
        Changes<ObservedInstance> changes = books.instances(since, wait);
        requireInCharge();
        return changes;
    }

    @Override
    public void runInstances(Correlation correlation, List<InstanceSpec> specs) {
        requireInCharge();
        requireBatch(specs);
        specs.forEach(spec -> correlations.note(spec.id(), correlation));
        books.run(specs);
    }

    @Override
    public void terminateInstances(Correlation correlation, List<InstanceRef> instances) {
        requireInCharge();
        requireBatch(instances);
        instances.forEach(instance -> correlations.note(instance.id(), correlation));
        books.terminate(instances);
    }

    @Override
    public void rebootInstances(Correlation correlation, List<InstanceRef> instances) {
        requireInCharge();
        requireBatch(instances);
        instances.forEach(instance -> correlations.note(instance.id(), correlation));
        books.reboot(instances);
    }

    @Override
    public void applyVolumes(Correlation correlation, InstanceVolumes volumes) {
        requireInCharge();
        nodeOf(volumes.instance()).applyVolumes(correlation, volumes);
    }

    @Override
    public void forgetInstances(Correlation correlation, List<InstanceId> instances) {
        requireInCharge();
        requireBatch(instances);
        books.forget(instances);
    }

    @Override
    public ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance) {
        requireInCharge();
        return nodeOf(instance).getConsoleOutput(correlation, instance);
    }

    private NodeService nodeOf(InstanceId instance) {
        NodeName name = books.nodeOf(instance);
        return nodes.get(name)
                .orElseThrow(() -> new ServiceException(
                        ServiceException.Code.UNAVAILABLE,
                        "node " + name + " of instance " + instance + " is not registered any more"));
    }

    @Override
    public void applyNetwork(Correlation correlation, NetworkDocument document) {
        DocumentCheck.require(document, mode);
        checked = document;
        books.applyNetwork(document);
    }

    @Override
    public boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta) {
        NetworkDocument base = books.network().orElse(NetworkDocument.EMPTY);
        Optional<NetworkDocument> document = delta.applyTo(base, digests);
        document.ifPresent(changed -> check(base, delta, changed));
        return document.filter(changed -> books.applyNetwork(changed, delta, base))
                .isPresent();
    }

    /** Where only groups differ from what was checked before, all else need not be checked again. */
    private void check(NetworkDocument base, NetworkDelta delta, NetworkDocument changed) {
        if (base.equals(checked) && delta.isOfGroups()) {
            DocumentCheck.requireGroups(changed, delta);
        } else {
            DocumentCheck.require(changed, mode);
        }
        checked = changed;
    }

    @Override
    public void applyNodes(Correlation correlation, NodeRegistry registry) {
        requireBatch(registry.nodes());
        books.applyNodes(registry);
    }

    private void requireInCharge() {
        if (!lease.held()) {
            throw new ServiceException(
                    ServiceException.Code.UNAVAILABLE,
                    "this cluster controller stands by; the other one of the cluster is in charge");
        }
    }

    private static void requireBatch(List<?> items) {
        if (items.size() > MAX_BATCH) {
            throw new ServiceException(
                    ServiceException.Code.INVALID, "at most " + MAX_BATCH + " in one message: " + items.size());
        }
    }
}
