package io.jarrah.nc;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.instance.InstanceOperations;
import io.jarrah.nc.instance.InstanceRecords;
import io.jarrah.nc.network.NetworkPlane;
import java.time.Duration;
import java.util.List;

/** The node service of this process: hands each request to the part that answers it. */
final class LocalNodeService implements NodeService {
    private final NodeMonitor monitor;
    private final InstanceRecords records;
    private final InstanceOperations operations;
    private final NetworkPlane network;
    private final Runnable networkChanged;

    LocalNodeService(
            NodeMonitor monitor,
            InstanceRecords records,
            InstanceOperations operations,
            NetworkPlane network,
            Runnable networkChanged) {
        this.monitor = monitor;
        this.records = records;
        this.operations = operations;
        this.network = network;
        this.networkChanged = networkChanged;
    }

    @Override
    public NodeDescription describeNode(Correlation correlation) {
        return monitor.describe();
    }

    @Override
    public Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait) {
        return records.since(since, wait);
    }

    @Override
    public void runInstance(Correlation correlation, InstanceSpec spec) {
        operations.run(correlation, spec);
    }

    @Override
    public void terminateInstance(Correlation correlation, InstanceRef instance) {
        operations.terminate(correlation, instance);
    }

    @Override
    public void rebootInstance(Correlation correlation, InstanceRef instance) {
        operations.reboot(instance);
    }

    @Override
    public void applyVolumes(Correlation correlation, InstanceVolumes volumes) {
        operations.apply(correlation, volumes);
    }

    @Override
    public void forgetInstances(Correlation correlation, List<InstanceId> instances) {
        operations.forget(instances);
    }

    @Override
    public ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance) {
        return operations.console(instance);
    }

    @Override
    public long applyNetwork(Correlation correlation, NodeNetwork desired) {
        long held = network.desire(desired);
        networkChanged.run();
        return held;
    }

    @Override
    public boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta) {
        boolean taken = network.desire(delta);
        if (taken) {
            networkChanged.run();
        }
        return taken;
    }
}
