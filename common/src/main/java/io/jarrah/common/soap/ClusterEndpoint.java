package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.fromWire;
import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.toWire;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.NetworkDigest;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkPages;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.wsdl.cluster.ApplyNetwork;
import io.jarrah.wsdl.cluster.ApplyNetworkDelta;
import io.jarrah.wsdl.cluster.ApplyNetworkDeltaResponse;
import io.jarrah.wsdl.cluster.ApplyNetworkResponse;
import io.jarrah.wsdl.cluster.ApplyNodes;
import io.jarrah.wsdl.cluster.ApplyNodesResponse;
import io.jarrah.wsdl.cluster.ApplyVolumes;
import io.jarrah.wsdl.cluster.ApplyVolumesResponse;
import io.jarrah.wsdl.cluster.ClusterPort;
import io.jarrah.wsdl.cluster.DescribeCluster;
import io.jarrah.wsdl.cluster.DescribeClusterResponse;
import io.jarrah.wsdl.cluster.DescribeInstances;
import io.jarrah.wsdl.cluster.DescribeInstancesResponse;
import io.jarrah.wsdl.cluster.DescribeNodes;
import io.jarrah.wsdl.cluster.DescribeNodesResponse;
import io.jarrah.wsdl.cluster.ForgetInstances;
import io.jarrah.wsdl.cluster.ForgetInstancesResponse;
import io.jarrah.wsdl.cluster.GetConsoleOutput;
import io.jarrah.wsdl.cluster.GetConsoleOutputResponse;
import io.jarrah.wsdl.cluster.RebootInstances;
import io.jarrah.wsdl.cluster.RebootInstancesResponse;
import io.jarrah.wsdl.cluster.RunInstances;
import io.jarrah.wsdl.cluster.RunInstancesResponse;
import io.jarrah.wsdl.cluster.ServiceFault;
import io.jarrah.wsdl.cluster.TerminateInstances;
import io.jarrah.wsdl.cluster.TerminateInstancesResponse;
import java.time.Duration;

/** Lets others call a cluster controller. */
final class ClusterEndpoint implements ClusterPort {
    private final ClusterService service;
    private final NetworkTransfer<NetworkDocument> transfer =
            new NetworkTransfer<>(NetworkDigest::of, NetworkPages::joined);
    private final Dispatcher<ServiceFault> dispatcher;

    ClusterEndpoint(ClusterService service, CallMetrics metrics) {
        this.service = service;
        this.dispatcher = new Dispatcher<>(Contract.CLUSTER, ServiceFault::new, metrics);
    }

    @Override
    public DescribeClusterResponse describeCluster(DescribeCluster request) throws ServiceFault {
        return dispatcher.answer("describeCluster", request.getCorrelation(), call -> {
            DescribeClusterResponse response = new DescribeClusterResponse();
            response.setDescription(ClusterTypes.toWire(service.describeCluster(call.correlation())));
            return response;
        });
    }

    @Override
    public DescribeNodesResponse describeNodes(DescribeNodes request) throws ServiceFault {
        return dispatcher.answer("describeNodes", request.getCorrelation(), call -> {
            Changes<NodeStatus> value = service.describeNodes(
                    call.correlation(), fromWire(request.getSince()), Duration.ofMillis(request.getWaitMillis()));
            DescribeNodesResponse response = new DescribeNodesResponse();
            response.setRevision(toWire(value.revision()));
            response.setComplete(value.complete());
            value.items().forEach(item -> response.getItem().add(ClusterTypes.toWire(item)));
            return response;
        });
    }

    @Override
    public DescribeInstancesResponse describeInstances(DescribeInstances request) throws ServiceFault {
        return dispatcher.answer("describeInstances", request.getCorrelation(), call -> {
            Changes<ObservedInstance> value = service.describeInstances(
                    call.correlation(), fromWire(request.getSince()), Duration.ofMillis(request.getWaitMillis()));
            DescribeInstancesResponse response = new DescribeInstancesResponse();
            response.setInstances(InstanceTypes.toWire(value));
            return response;
        });
    }

    @Override
    public RunInstancesResponse runInstances(RunInstances request) throws ServiceFault {
        return dispatcher.answer("runInstances", request.getCorrelation(), call -> {
            service.runInstances(call.correlation(), map(request.getSpec(), InstanceTypes::fromWire));
            return new RunInstancesResponse();
        });
    }

    @Override
    public TerminateInstancesResponse terminateInstances(TerminateInstances request) throws ServiceFault {
        return dispatcher.answer("terminateInstances", request.getCorrelation(), call -> {
            service.terminateInstances(call.correlation(), map(request.getInstance(), InstanceTypes::fromWire));
            return new TerminateInstancesResponse();
        });
    }

    @Override
    public RebootInstancesResponse rebootInstances(RebootInstances request) throws ServiceFault {
        return dispatcher.answer("rebootInstances", request.getCorrelation(), call -> {
            service.rebootInstances(call.correlation(), map(request.getInstance(), InstanceTypes::fromWire));
            return new RebootInstancesResponse();
        });
    }

    @Override
    public ApplyVolumesResponse applyVolumes(ApplyVolumes request) throws ServiceFault {
        return dispatcher.answer("applyVolumes", request.getCorrelation(), call -> {
            service.applyVolumes(call.correlation(), VolumeTypes.fromWire(request.getVolumes()));
            return new ApplyVolumesResponse();
        });
    }

    @Override
    public ForgetInstancesResponse forgetInstances(ForgetInstances request) throws ServiceFault {
        return dispatcher.answer("forgetInstances", request.getCorrelation(), call -> {
            service.forgetInstances(call.correlation(), map(request.getInstance(), InstanceTypes::instanceId));
            return new ForgetInstancesResponse();
        });
    }

    @Override
    public GetConsoleOutputResponse getConsoleOutput(GetConsoleOutput request) throws ServiceFault {
        return dispatcher.answer("getConsoleOutput", request.getCorrelation(), call -> {
            ConsoleOutput value =
                    service.getConsoleOutput(call.correlation(), InstanceTypes.instanceId(request.getInstance()));
            GetConsoleOutputResponse response = new GetConsoleOutputResponse();
            response.setOutput(InstanceTypes.toWire(value));
            return response;
        });
    }

    @Override
    public ApplyNetworkResponse applyNetwork(ApplyNetwork request) throws ServiceFault {
        return dispatcher.answer("applyNetwork", request.getCorrelation(), call -> {
            transfer.add(request.getPage(), ClusterTypes.fromWire(request.getDocument()))
                    .ifPresent(document -> service.applyNetwork(call.correlation(), document));
            return new ApplyNetworkResponse();
        });
    }

    @Override
    public ApplyNetworkDeltaResponse applyNetworkDelta(ApplyNetworkDelta request) throws ServiceFault {
        return dispatcher.answer("applyNetworkDelta", request.getCorrelation(), call -> {
            boolean taken = service.applyNetworkDelta(call.correlation(), DeltaTypes.fromWire(request.getDelta()));
            ApplyNetworkDeltaResponse response = new ApplyNetworkDeltaResponse();
            response.setTaken(taken);
            return response;
        });
    }

    @Override
    public ApplyNodesResponse applyNodes(ApplyNodes request) throws ServiceFault {
        return dispatcher.answer("applyNodes", request.getCorrelation(), call -> {
            service.applyNodes(call.correlation(), ClusterTypes.fromWire(request.getRegistry()));
            return new ApplyNodesResponse();
        });
    }
}
