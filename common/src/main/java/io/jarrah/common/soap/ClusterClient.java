package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.fromWire;
import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.toWire;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDigest;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkPages;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.InstanceId;
import io.jarrah.wsdl.cluster.ApplyNetwork;
import io.jarrah.wsdl.cluster.ApplyNetworkDelta;
import io.jarrah.wsdl.cluster.ApplyNodes;
import io.jarrah.wsdl.cluster.ApplyVolumes;
import io.jarrah.wsdl.cluster.ClusterPort;
import io.jarrah.wsdl.cluster.DescribeCluster;
import io.jarrah.wsdl.cluster.DescribeClusterResponse;
import io.jarrah.wsdl.cluster.DescribeInstances;
import io.jarrah.wsdl.cluster.DescribeInstancesResponse;
import io.jarrah.wsdl.cluster.DescribeNodes;
import io.jarrah.wsdl.cluster.DescribeNodesResponse;
import io.jarrah.wsdl.cluster.ForgetInstances;
import io.jarrah.wsdl.cluster.GetConsoleOutput;
import io.jarrah.wsdl.cluster.GetConsoleOutputResponse;
import io.jarrah.wsdl.cluster.RebootInstances;
import io.jarrah.wsdl.cluster.RunInstances;
import io.jarrah.wsdl.cluster.TerminateInstances;
import java.time.Duration;
import java.util.List;

/** A cluster controller as others call it. */
final class ClusterClient implements ClusterService {
    private final ClientCall<ClusterPort> call;

    ClusterClient(ClientCall<ClusterPort> call) {
        this.call = call;
    }

    @Override
    public ClusterDescription describeCluster(Correlation correlation) {
        DescribeCluster request = new DescribeCluster();
        request.setCorrelation(correlation.id());
        DescribeClusterResponse response =
                call.send("describeCluster", correlation, Duration.ZERO, port -> port.describeCluster(request));
        return ClusterTypes.fromWire(response.getDescription());
    }

    @Override
    public Changes<NodeStatus> describeNodes(Correlation correlation, Revision since, Duration wait) {
        DescribeNodes request = new DescribeNodes();
        request.setCorrelation(correlation.id());
        request.setSince(toWire(since));
        request.setWaitMillis(BasicTypes.toMillis(wait));
        DescribeNodesResponse response =
                call.send("describeNodes", correlation, wait, port -> port.describeNodes(request));
        return new Changes<>(
                fromWire(response.getRevision()),
                response.isComplete(),
                map(response.getItem(), ClusterTypes::fromWire));
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
    public void runInstances(Correlation correlation, List<InstanceSpec> specs) {
        RunInstances request = new RunInstances();
        request.setCorrelation(correlation.id());
        specs.forEach(item -> request.getSpec().add(InstanceTypes.toWire(item)));
        call.send("runInstances", correlation, Duration.ZERO, port -> port.runInstances(request));
    }

    @Override
    public void terminateInstances(Correlation correlation, List<InstanceRef> instances) {
        TerminateInstances request = new TerminateInstances();
        request.setCorrelation(correlation.id());
        instances.forEach(item -> request.getInstance().add(InstanceTypes.toWire(item)));
        call.send("terminateInstances", correlation, Duration.ZERO, port -> port.terminateInstances(request));
    }

    @Override
    public void rebootInstances(Correlation correlation, List<InstanceRef> instances) {
        RebootInstances request = new RebootInstances();
        request.setCorrelation(correlation.id());
        instances.forEach(item -> request.getInstance().add(InstanceTypes.toWire(item)));
        call.send("rebootInstances", correlation, Duration.ZERO, port -> port.rebootInstances(request));
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
    public void applyNetwork(Correlation correlation, NetworkDocument document) {
        NetworkTransfer.send(NetworkPages.of(document), () -> NetworkDigest.of(document), (page, place) -> {
            ApplyNetwork request = new ApplyNetwork();
            request.setCorrelation(correlation.id());
            request.setDocument(ClusterTypes.toWire(page));
            place.ifPresent(request::setPage);
            return call.send("applyNetwork", correlation, Duration.ZERO, port -> port.applyNetwork(request));
        });
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

    @Override
    public void applyNodes(Correlation correlation, NodeRegistry registry) {
        ApplyNodes request = new ApplyNodes();
        request.setCorrelation(correlation.id());
        request.setRegistry(ClusterTypes.toWire(registry));
        call.send("applyNodes", correlation, Duration.ZERO, port -> port.applyNodes(request));
    }
}
