package io.jarrah.cc.node;

import io.jarrah.cc.books.InstanceRecord;
import io.jarrah.cc.books.NodeView;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What to tell a node: what ends, then the network, what begins, what reboots, and what may be forgotten. Pure.
 *
 * <p>An instance that the node speaks of but that has no record is left alone, and so is one that belongs to another
 * node: which of two copies holds the user's data cannot be known here. Only a termination goes to every copy.
 */
public final class NodePlanner {
    private NodePlanner() {}

    /** The steps, in order; empty when all is as it should be. */
    public static List<NodeStep> plan(NodeView view) {
        List<NodeStep> ends = new ArrayList<>();
        List<NodeStep> begins = new ArrayList<>();
        List<NodeStep> reboots = new ArrayList<>();
        List<InstanceId> forgotten = new ArrayList<>();
        List<InstanceRecord> records = view.records().stream()
                .sorted(Comparator.comparing(InstanceRecord::received).thenComparing(InstanceRecord::id))
                .toList();
        for (InstanceRecord record : records) {
            Optional<ObservedInstance> seen =
                    Optional.ofNullable(view.observed().get(record.id()));
            boolean here = isHere(record, view.node());
            if (record.forgotten() && seen.filter(NodePlanner::isOver).isPresent()) {
                forgotten.add(record.id());
            } else if (record.terminate()) {
                if (mustEnd(record, seen, here)) {
                    ends.add(new NodeStep.TerminateInstance(new InstanceRef(record.id(), record.generation())));
                }
            } else if (here && !record.over()) {
                run(record, seen, view).ifPresent(begins::add);
                reboot(record, seen).ifPresent(reboots::add);
            }
        }
        List<NodeStep> steps = new ArrayList<>(ends);
        view.network().ifPresent(network -> steps.add(new NodeStep.ApplyNetwork(network)));
        steps.addAll(begins);
        steps.addAll(reboots);
        if (!forgotten.isEmpty()) {
            steps.add(new NodeStep.ForgetInstances(forgotten));
        }
        return steps;
    }

    private static boolean mustEnd(InstanceRecord record, Optional<ObservedInstance> seen, boolean here) {
        if (seen.isEmpty()) {
            return here && !record.over();
        }
        boolean ending =
                seen.get().phase() == InstancePhase.SHUTTING_DOWN && seen.get().generation() >= record.generation();
        return !isOver(seen.get()) && !ending;
    }

    private static Optional<NodeStep> run(InstanceRecord record, Optional<ObservedInstance> seen, NodeView view) {
        // A node starts nothing whose rules it does not have, and gets them from the document.
        Optional<InstanceSpec> spec =
                record.spec().filter(wanted -> view.connected().contains(wanted.id()));
        if (seen.isEmpty()) {
            return view.taken().contains(record.id()) ? Optional.empty() : spec.map(NodeStep.RunInstance::new);
        }
        boolean needed = seen.get().generation() < record.generation()
                || (seen.get().phase() == InstancePhase.STAGING
                        && view.renewed().contains(record.id()));
        return needed ? spec.map(NodeStep.RunInstance::new) : Optional.empty();
    }

    private static Optional<NodeStep> reboot(InstanceRecord record, Optional<ObservedInstance> seen) {
        return seen.filter(value ->
                        value.phase() == InstancePhase.RUNNING && value.rebootGeneration() < record.rebootGeneration())
                .map(value -> new NodeStep.RebootInstance(new InstanceRef(record.id(), record.rebootGeneration())));
    }

    private static boolean isHere(InstanceRecord record, NodeName node) {
        return record.node().filter(node::equals).isPresent();
    }

    private static boolean isOver(ObservedInstance seen) {
        return seen.phase().isFinal();
    }
}
