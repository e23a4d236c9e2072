package io.jarrah.cc.reconcile;

import io.jarrah.cc.books.NodeBooks;
import io.jarrah.cc.books.NodeView;
import io.jarrah.cc.node.NodePlanner;
import io.jarrah.cc.node.NodeStep;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.log.LogSetup;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    public NodeReconciler(NodeBooks books, NodeClients clients, Correlations correlations) {
        this.books = books;
        this.clients = clients;
        this.correlations = correlations;
    }

    @Override
    public Result reconcile(NodeName name) {
        Optional<NodeView> view = books.view(name);
        Optional<NodeService> node = clients.get(name);
        if (view.isEmpty() || node.isEmpty()) {
            return Result.done();
        }
        List<NodeStep> steps = NodePlanner.plan(view.get());
        Optional<ServiceException> failure = Optional.empty();
        int unanswered = 0;
        for (NodeStep step : steps) {
            try {
                carryOut(name, node.get(), step);
            } catch (ServiceException e) {
                unanswered += e.code() == ServiceException.Code.UNAVAILABLE ? 1 : 0;
                // Of a node that answers nothing, or is without its network, the rest would fare no better.
                if (unanswered == GIVE_UP || step instanceof NodeStep.ApplyNetwork) {
                    throw e;
                }
                LOG.warn("node {}: {} failed", name, step, e);
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return steps.isEmpty() ? Result.done() : Result.after(LOOK_AGAIN);
    }

    private void carryOut(NodeName name, NodeService node, NodeStep step) {
        switch (step) {
            case NodeStep.ApplyNetwork apply -> {
                node.applyNetwork(Correlation.random(), apply.network());
                books.networkTaken(name, apply.network());
            }
            case NodeStep.RunInstance run -> run(name, node, run.spec());
            case NodeStep.TerminateInstance terminate ->
                node.terminateInstance(correlated(terminate.instance()), terminate.instance());
            case NodeStep.RebootInstance reboot ->
                node.rebootInstance(correlated(reboot.instance()), reboot.instance());
            case NodeStep.ForgetInstances forget -> node.forgetInstances(Correlation.random(), forget.instances());
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
