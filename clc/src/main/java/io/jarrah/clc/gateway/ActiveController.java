package io.jarrah.clc.gateway;

import io.jarrah.clc.cluster.ClusterServices.Controller;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.InstanceId;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Whichever of a cluster's two controllers is in charge. What one refuses as not being in charge, or does not answer, goes to the other; who took
 * it is asked first from then on. What both would take goes to that one alone.
 */
final class ActiveController implements ClusterService {
    private final List<Controller> controllers;
    private final Consumer<String> took;
    private final BiConsumer<String, String> heard;

    /**
     * @param controllers at least one, the one that was in charge last first
     * @param took told the name of who answered what only the one in charge answers
     * @param heard told the name of who answered describeInstances, and the epoch of the answer, before the caller has it
     */
    ActiveController(List<Controller> controllers, Consumer<String> took, BiConsumer<String, String> heard) {
        this.controllers = List.copyOf(controllers);
        this.took = took;
        this.heard = heard;
    }

    private <T> T ask(Function<ClusterService, T> call) {
        return askEach(controller -> call.apply(controller.service()));
    }

    private <T> T askEach(Function<Controller, T> call) {
        ServiceException failure = null;
        for (Controller controller : controllers) {
            try {
                T answer = call.apply(controller);
                took.accept(controller.name());
                return answer;
            } catch (ServiceException e) {
                if (e.code() != ServiceException.Code.UNAVAILABLE) {
                    throw e;
                }
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure == null) {
            throw new IllegalStateException("a cluster without controllers");
        }
        throw failure;
    }

    private void tell(Consumer<ClusterService> call) {
        boolean unused = ask(service -> {
            call.accept(service);
            return true;
        });
    }

    private ClusterService last() {
        return controllers.getFirst().service();
    }

    @Override
    public ClusterDescription describeCluster(Correlation correlation) {
        return last().describeCluster(correlation);
    }

    @Override
    public Changes<NodeStatus> describeNodes(Correlation correlation, Revision since, Duration wait) {
        return ask(service -> service.describeNodes(correlation, since, wait));
    }

    @Override
    public Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait) {
        return askEach(controller -> {
            Changes<ObservedInstance> changes = controller.service().describeInstances(correlation, since, wait);
            heard.accept(controller.name(), changes.revision().epoch());
            return changes;
        });
    }

    @Override
    public void runInstances(Correlation correlation, List<InstanceSpec> specs) {
        tell(service -> service.runInstances(correlation, specs));
    }

    @Override
    public void terminateInstances(Correlation correlation, List<InstanceRef> instances) {
        tell(service -> service.terminateInstances(correlation, instances));
    }

    @Override
    public void rebootInstances(Correlation correlation, List<InstanceRef> instances) {
        tell(service -> service.rebootInstances(correlation, instances));
    }

    @Override
    public void applyVolumes(Correlation correlation, InstanceVolumes volumes) {
        tell(service -> service.applyVolumes(correlation, volumes));
    }

    @Override
    public void forgetInstances(Correlation correlation, List<InstanceId> instances) {
        tell(service -> service.forgetInstances(correlation, instances));
    }

    @Override
    public ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance) {
        return ask(service -> service.getConsoleOutput(correlation, instance));
    }

    @Override
    public void applyNetwork(Correlation correlation, NetworkDocument document) {
        last().applyNetwork(correlation, document);
    }

    @Override
    public boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta) {
        return last().applyNetworkDelta(correlation, delta);
    }

    @Override
    public void applyNodes(Correlation correlation, NodeRegistry registry) {
        last().applyNodes(correlation, registry);
    }
}
