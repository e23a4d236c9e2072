package io.jarrah.cc.reconcile;

import io.jarrah.cc.books.NodeBooks;
import io.jarrah.cc.books.NodeView;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.node.NodePlanner;
import io.jarrah.cc.node.NodeStep;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.log.LogSetup;
import io.jarrah.common.reconcile.Beside;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Brings one node to what is desired of it. A call without an answer may have been carried out: it is sent again. */
public final class NodeReconciler implements Reconciler<NodeName> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReconciler.class);
    private static final int GIVE_UP = 3;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final NodeBooks books;
    private final NodeClients clients;
    private final Correlations correlations;
    private final Lease lease;

    public NodeReconciler(NodeBooks books, NodeClients clients, Correlations correlations, Lease lease) {
        this.books = books;
        this.clients = clients;
        this.correlations = correlations;
        this.lease = lease;
    }

    /** The network is told beside all else: the node stages an instance while its network is made. */
    @Override
    public Result reconcile(NodeName name) throws InterruptedException {
        if (!lease.held()) {
            return Result.done();
        }
        Optional<NodeView> view = books.view(name);
        Optional<NodeService> node = clients.get(name);
        if (view.isEmpty() || node.isEmpty()) {
            return Result.done();
        }
        Map<Boolean, List<NodeStep>> steps = NodePlanner.plan(view.get()).stream()
                .collect(Collectors.partitioningBy(NodeStep.ApplyNetwork.class::isInstance));
        List<NodeStep> network = steps.getOrDefault(true, List.of());
        List<NodeStep> others = steps.getOrDefault(false, List.of());
        Optional<ServiceException> failure = others.isEmpty() || network.isEmpty()
                ? take(name, node.get(), network).or(() -> take(name, node.get(), others))
                : takeBeside(name, node.get(), network, others);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return network.isEmpty() && others.isEmpty() ? Result.done() : Result.after(LOOK_AGAIN);
    }

    private Optional<ServiceException> takeBeside(
            NodeName name, NodeService node, List<NodeStep> aside, List<NodeStep> steps) throws InterruptedException {
        Beside.Both<Optional<ServiceException>> failures =
                Beside.run("network-" + name, () -> take(name, node, steps), () -> take(name, node, aside));
        return failures.here().or(failures::aside);
    }

    /** Takes each step, also after one that failed, unless the node answers nothing or is another controller's now; returns the first failure. */
    private Optional<ServiceException> take(NodeName name, NodeService node, List<NodeStep> steps) {
        Optional<ServiceException> failure = Optional.empty();
        int unanswered = 0;
        for (NodeStep step : steps) {
            if (!lease.held()) {
                return failure;
            }
            try {
                carryOut(name, node, step);
            } catch (ServiceException e) {
                LOG.warn("node {}: {} failed", name, step, e);
                failure = failure.or(() -> Optional.of(e));
                unanswered += e.code() == ServiceException.Code.UNAVAILABLE ? 1 : 0;
                if (unanswered == GIVE_UP) {
                    return failure;
                }
            }
        }
        return failure;
    }

    private void carryOut(NodeName name, NodeService node, NodeStep step) {
        switch (step) {
            case NodeStep.ApplyNetwork apply -> tell(name, node, apply.network());
            case NodeStep.RunInstance run -> run(name, node, run.spec());
            case NodeStep.TerminateInstance terminate ->
                node.terminateInstance(correlated(terminate.instance()), terminate.instance());
            case NodeStep.RebootInstance reboot ->
                node.rebootInstance(correlated(reboot.instance()), reboot.instance());
            case NodeStep.ForgetInstances forget -> node.forgetInstances(Correlation.random(), forget.instances());
        }
    }

    /** What changed, where that is known and the node holds what it changed from; else the whole. */
    private void tell(NodeName name, NodeService node, NodeNetwork network) {
        Optional<NodeNetwork> before = books.networkTaken(name);
        boolean told = before.isPresent()
                && node.applyNetworkDelta(Correlation.random(), NetworkDelta.between(before.get(), network));
        long held = told ? network.generation() : node.applyNetwork(Correlation.random(), network);
        if (held > network.generation()) {
            LOG.warn(
                    "node {} holds network generation {}, which another controller told it; it is told anew",
                    name,
                    held);
            books.networkHeld(name, held);
        } else {
            books.networkTaken(name, network);
        }
    }

    private void run(NodeName name, NodeService node, InstanceSpec spec) {
        InstanceRef ref = new InstanceRef(spec.id(), spec.generation());
        Optional<Boolean> maybeThere = books.sending(name, spec);
        if (maybeThere.isEmpty()) {
            return;
        }
        try {
            node.runInstance(correlated(ref), spec);
            books.sent(spec);
        } catch (ServiceException e) {
            boolean refused = e.code() == ServiceException.Code.NO_CAPACITY;
            if (!refused && e.code() != ServiceException.Code.INVALID) {
                throw e;
            }
            if (maybeThere.get()) {
                // An earlier send without an answer may still be under way; the termination outlives it at the node.
                node.terminateInstance(correlated(ref), ref);
            }
            if (refused) {
                books.refused(name, spec.id(), maybeThere.get());
            } else {
                books.rejected(name, spec.id(), String.valueOf(e.getMessage()));
            }
        }
    }

    private Correlation correlated(InstanceRef instance) {
        Correlation correlation = correlations.of(instance.id());
        MDC.put(LogSetup.CORRELATION, correlation.id());
        return correlation;
    }
}
