package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.toWire;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDigest;
import io.jarrah.common.contract.NetworkPages;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.InstanceId;
import io.jarrah.wsdl.node.ApplyNetwork;
import io.jarrah.wsdl.node.ApplyNetworkDelta;
import io.jarrah.wsdl.node.ApplyNetworkResponse;
import io.jarrah.wsdl.node.ApplyVolumes;
import io.jarrah.wsdl.node.DescribeInstances;
import io.jarrah.wsdl.node.DescribeInstancesResponse;
import io.jarrah.wsdl.node.DescribeNode;
import io.jarrah.wsdl.node.DescribeNodeResponse;
import io.jarrah.wsdl.node.ForgetInstances;
import io.jarrah.wsdl.node.GetConsoleOutput;
import io.jarrah.wsdl.node.GetConsoleOutputResponse;
import io.jarrah.wsdl.node.NodePort;
import io.jarrah.wsdl.node.RebootInstance;
import io.jarrah.wsdl.node.RunInstance;
import io.jarrah.wsdl.node.TerminateInstance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A node controller as others call it. */
final class NodeClient implements NodeService {
    private final ClientCall<NodePort> call;

    NodeClient(ClientCall<NodePort> call) {
        this.call = call;
    }

    @Override
    public NodeDescription describeNode(Correlation correlation) {
        DescribeNode request = new DescribeNode();
        request.setCorrelation(correlation.id());
        DescribeNodeResponse response =
                call.send("describeNode", correlation, Duration.ZERO, port -> port.describeNode(request));
        return ClusterTypes.fromWire(response.getNode());
    }

    @Override
    public Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait) {
        DescribeInstances request = new DescribeInstances();
        request.setCorrelation(correlation.id());
        request.setSince(toWire(since));
        request.setWaitMillis(BasicTypes.toMillis(wait));
        DescribeInstancesResponse response =
                call.send("describeInstances", correlation, wait, port -> port.describeInstances(request));
        return InstanceTypes.fromWire(response.getInstances());
    }

    @Override
    public void runInstance(Correlation correlation, InstanceSpec spec) {
        RunInstance request = new RunInstance();
        request.setCorrelation(correlation.id());
        request.setSpec(InstanceTypes.toWire(spec));
        call.send("runInstance", correlation, Duration.ZERO, port -> port.runInstance(request));
    }

    @Override
    public void terminateInstance(Correlation correlation, InstanceRef instance) {
        TerminateInstance request = new TerminateInstance();
        request.setCorrelation(correlation.id());
        request.setInstance(InstanceTypes.toWire(instance));
        call.send("terminateInstance", correlation, Duration.ZERO, port -> port.terminateInstance(request));
    }

    @Override
    public void rebootInstance(Correlation correlation, InstanceRef instance) {
        RebootInstance request = new RebootInstance();
        request.setCorrelation(correlation.id());
        request.setInstance(InstanceTypes.toWire(instance));
        call.send("rebootInstance", correlation, Duration.ZERO, port -> port.rebootInstance(request));
    }

    @Override
    public void applyVolumes(Correlation correlation, InstanceVolumes volumes) {
        ApplyVolumes request = new ApplyVolumes();
        request.setCorrelation(correlation.id());
        request.setVolumes(VolumeTypes.toWire(volumes));
        call.send("applyVolumes", correlation, Duration.ZERO, port -> port.applyVolumes(request));
    }

    @Override
    public void forgetInstances(Correlation correlation, List<InstanceId> instances) {
        ForgetInstances request = new ForgetInstances();
        request.setCorrelation(correlation.id());
        request.getInstance().addAll(InstanceTypes.ids(instances));
        call.send("forgetInstances", correlation, Duration.ZERO, port -> port.forgetInstances(request));
    }

    @Override
    public ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance) {
        GetConsoleOutput request = new GetConsoleOutput();
        request.setCorrelation(correlation.id());
        request.setInstance(instance.value());
        GetConsoleOutputResponse response =
                call.send("getConsoleOutput", correlation, Duration.ZERO, port -> port.getConsoleOutput(request));
        return InstanceTypes.fromWire(response.getOutput());
    }

    @Override
    public long applyNetwork(Correlation correlation, NodeNetwork network) {
        ApplyNetworkResponse response =
                NetworkTransfer.send(NetworkPages.of(network), () -> NetworkDigest.of(network), (page, place) -> {
                    ApplyNetwork request = new ApplyNetwork();
                    request.setCorrelation(correlation.id());
                    request.setNetwork(ClusterTypes.toWire(page));
                    place.ifPresent(request::setPage);
                    return call.send("applyNetwork", correlation, Duration.ZERO, port -> port.applyNetwork(request));
                });
        return Optional.ofNullable(response.getGeneration()).orElse(network.generation());
    }

    @Override
    public boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta) {
        if (delta.isLarge()) {
            return false;
        }
        ApplyNetworkDelta request = new ApplyNetworkDelta();
        request.setCorrelation(correlation.id());
        request.setDelta(DeltaTypes.toWire(delta));
        return call.send("applyNetworkDelta", correlation, Duration.ZERO, port -> port.applyNetworkDelta(request))
                .isTaken();
    }
}
