package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.fromWire;
import static io.jarrah.common.soap.BasicTypes.map;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.NetworkDigest;
import io.jarrah.common.contract.NetworkPages;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.wsdl.node.ApplyNetwork;
import io.jarrah.wsdl.node.ApplyNetworkDelta;
import io.jarrah.wsdl.node.ApplyNetworkDeltaResponse;
import io.jarrah.wsdl.node.ApplyNetworkResponse;
import io.jarrah.wsdl.node.ApplyVolumes;
import io.jarrah.wsdl.node.ApplyVolumesResponse;
import io.jarrah.wsdl.node.DescribeInstances;
import io.jarrah.wsdl.node.DescribeInstancesResponse;
import io.jarrah.wsdl.node.DescribeNode;
import io.jarrah.wsdl.node.DescribeNodeResponse;
import io.jarrah.wsdl.node.ForgetInstances;
import io.jarrah.wsdl.node.ForgetInstancesResponse;
import io.jarrah.wsdl.node.GetConsoleOutput;
import io.jarrah.wsdl.node.GetConsoleOutputResponse;
import io.jarrah.wsdl.node.NodePort;
import io.jarrah.wsdl.node.RebootInstance;
import io.jarrah.wsdl.node.RebootInstanceResponse;
import io.jarrah.wsdl.node.RunInstance;
import io.jarrah.wsdl.node.RunInstanceResponse;
import io.jarrah.wsdl.node.ServiceFault;
import io.jarrah.wsdl.node.TerminateInstance;
import io.jarrah.wsdl.node.TerminateInstanceResponse;
import java.time.Duration;

/** Lets others call a node controller. */
final class NodeEndpoint implements NodePort {
    private final NodeService service;
    private final NetworkTransfer<NodeNetwork> transfer =
            new NetworkTransfer<>(NetworkDigest::of, NetworkPages::joinedNode);
    private final Dispatcher<ServiceFault> dispatcher;

    NodeEndpoint(NodeService service, CallMetrics metrics) {
        this.service = service;
        this.dispatcher = new Dispatcher<>(Contract.NODE, ServiceFault::new, metrics);
    }

    @Override
    public DescribeNodeResponse describeNode(DescribeNode request) throws ServiceFault {
        return dispatcher.answer("describeNode", request.getCorrelation(), call -> {
            NodeDescription value = service.describeNode(call.correlation());
            DescribeNodeResponse response = new DescribeNodeResponse();
            response.setNode(ClusterTypes.toWire(value));
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
    public RunInstanceResponse runInstance(RunInstance request) throws ServiceFault {
        return dispatcher.answer("runInstance", request.getCorrelation(), call -> {
            service.runInstance(call.correlation(), InstanceTypes.fromWire(request.getSpec()));
            return new RunInstanceResponse();
        });
    }

    @Override
    public TerminateInstanceResponse terminateInstance(TerminateInstance request) throws ServiceFault {
        return dispatcher.answer("terminateInstance", request.getCorrelation(), call -> {
            service.terminateInstance(call.correlation(), InstanceTypes.fromWire(request.getInstance()));
            return new TerminateInstanceResponse();
        });
    }

    @Override
    public RebootInstanceResponse rebootInstance(RebootInstance request) throws ServiceFault {
        return dispatcher.answer("rebootInstance", request.getCorrelation(), call -> {
            service.rebootInstance(call.correlation(), InstanceTypes.fromWire(request.getInstance()));
            return new RebootInstanceResponse();
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
            ApplyNetworkResponse response = new ApplyNetworkResponse();
            transfer.add(request.getPage(), ClusterTypes.fromWire(request.getNetwork()))
                    .ifPresent(network -> {
                        long held = service.applyNetwork(call.correlation(), network);
                        // Otherwise left out: a controller of before there was such an answer refuses what it does not
                        // know.
                        if (held != network.generation()) {
                            response.setGeneration(held);
                        }
                    });
            return response;
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
}
