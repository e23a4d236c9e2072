package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.NetworkDigests;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process heard from one cluster and told it. The observer writes, the reconciler reads snapshots. A new epoch
 * means that the controller came up anew: all it acknowledged before is told again.
 */
final class ClusterView {
    private final Map<InstanceId, ObservedInstance> instances = new HashMap<>();
    private final Map<NodeName, NodeStatus> nodes = new HashMap<>();
    private final Map<InstanceId, Told.Message> runs = new HashMap<>();
    private final Map<InstanceId, Told.Message> terminations = new HashMap<>();
    private final Map<InstanceId, Told.Message> reboots = new HashMap<>();
    private Optional<Told.Message> nodesTold = Optional.empty();
    private Optional<Told.Message> networkTold = Optional.empty();
    private Optional<NetworkDocument> network = Optional.empty();
    private final NetworkDigests digests = new NetworkDigests();
    private String epoch = "";

    synchronized KnownCluster known() {
        return new KnownCluster(
                !epoch.isEmpty(), instances, nodes, new Told(nodesTold, networkTold, runs, terminations, reboots));
    }

    synchronized void accept(Changes<ObservedInstance> changes) {
        if (!changes.revision().epoch().equals(epoch)) {
            epoch = changes.revision().epoch();
            tellAllAgain();
        }
        if (changes.complete()) {
            instances.clear();
        }
        for (ObservedInstance observed : changes.items()) {
            instances.put(observed.id(), observed);
            if (observed.phase() != InstancePhase.PENDING && observed.phase() != InstancePhase.STAGING) {
                runs.remove(observed.id());
            }
            if (observed.phase().isFinal()) {
                terminations.remove(observed.id());
                reboots.remove(observed.id());
            }
        }
    }

    synchronized void acceptNodes(Changes<NodeStatus> changes) {
        if (changes.complete()) {
            nodes.clear();
        }
        changes.items().forEach(status -> nodes.put(status.name(), status));
    }

    synchronized void acknowledgedRuns(Collection<InstanceRef> sent, Instant at) {
        sent.forEach(ref -> runs.put(ref.id(), new Told.Message(ref.generation(), at)));
    }

    synchronized void acknowledgedTerminations(Collection<InstanceRef> sent, Instant at) {
        sent.forEach(ref -> terminations.put(ref.id(), new Told.Message(ref.generation(), at)));
    }

    synchronized void acknowledgedReboots(Collection<InstanceRef> sent, Instant at) {
        sent.forEach(ref -> reboots.put(ref.id(), new Told.Message(ref.generation(), at)));
    }

    synchronized void acknowledgedNodes(long generation, Instant at) {
        nodesTold = Optional.of(new Told.Message(generation, at));
    }

    synchronized void acknowledgedNetwork(NetworkDocument document, Instant at) {
        networkTold = Optional.of(new Told.Message(document.generation(), at));
        network = Optional.of(document);
    }

    /** The network document that the cluster took last; empty before, and when it came up anew. */
    synchronized Optional<NetworkDocument> networkTold() {
        return network;
    }

    /** Takes the digests of its documents. */
    NetworkDigests digests() {
        return digests;
    }

    synchronized void acknowledgedForgetting(Collection<InstanceId> forgotten) {
        for (InstanceId id : forgotten) {
            ObservedInstance observed = instances.get(id);
            if (observed != null && observed.phase().isFinal()) {
                instances.remove(id);
            }
        }
    }

    private void tellAllAgain() {
        runs.clear();
        terminations.clear();
        reboots.clear();
        nodesTold = Optional.empty();
        networkTold = Optional.empty();
        network = Optional.empty();
    }
}
