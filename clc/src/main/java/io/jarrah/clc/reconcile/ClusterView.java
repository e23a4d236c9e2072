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
 * means that the controller came up anew, or that the cluster's other one took over: all that was acknowledged before is told
 * again, and an acknowledgement that comes only now, of what was told in another epoch, does not count.
 */
final class ClusterView {
    private final Map<InstanceId, ObservedInstance> instances = new HashMap<>();
    private final Map<NodeName, NodeStatus> nodes = new HashMap<>();
    private final Map<InstanceId, Told.Message> runs = new HashMap<>();
    private final Map<InstanceId, Told.Message> terminations = new HashMap<>();
    private final Map<InstanceId, Told.Message> reboots = new HashMap<>();
    private Optional<Told.Message> nodesTold = Optional.empty();
    private Optional<ToldNetwork> networkTold = Optional.empty();
    private Optional<NetworkDocument> networkRead = Optional.empty();
    private final NetworkDigests digests = new NetworkDigests();
    private String epoch = "";

    synchronized KnownCluster known() {
        return new KnownCluster(
                epoch,
                instances,
                nodes,
                new Told(nodesTold, networkTold.map(ToldNetwork::message), runs, terminations, reboots));
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

    /** Whether that epoch is the one that was heard last: whether what was told in it is known to its controller. */
    synchronized boolean isIn(String heard) {
        return epoch.equals(heard);
    }

    synchronized void acknowledgedRuns(String heard, Collection<InstanceRef> sent, Instant at) {
        acknowledged(heard, runs, sent, at);
    }

    synchronized void acknowledgedTerminations(String heard, Collection<InstanceRef> sent, Instant at) {
        acknowledged(heard, terminations, sent, at);
    }

    synchronized void acknowledgedReboots(String heard, Collection<InstanceRef> sent, Instant at) {
        acknowledged(heard, reboots, sent, at);
    }

    private void acknowledged(
            String heard, Map<InstanceId, Told.Message> told, Collection<InstanceRef> sent, Instant at) {
        if (isIn(heard)) {
            sent.forEach(ref -> told.put(ref.id(), new Told.Message(ref.generation(), at)));
        }
    }

    synchronized void acknowledgedNodes(String heard, long generation, Instant at) {
        if (isIn(heard)) {
            nodesTold = Optional.of(new Told.Message(generation, at));
        }
    }

    synchronized void acknowledgedNetwork(String heard, NetworkDocument document, Instant at) {
        if (isIn(heard)) {
            networkTold = Optional.of(new ToldNetwork(document, at));
        }
    }

    /** The network document that the cluster took last; empty before, and when it came up anew. */
    synchronized Optional<ToldNetwork> networkTold() {
        return networkTold;
    }

    synchronized void networkRead(NetworkDocument document) {
        networkRead = Optional.of(document);
    }

    /** The network document that was read last, to be told; whoever else is told the same need not read it again. */
    synchronized Optional<NetworkDocument> networkRead() {
        return networkRead;
    }

    /** Takes the digests of its documents. */
    NetworkDigests digests() {
        return digests;
    }

    synchronized void acknowledgedForgetting(String heard, Collection<InstanceId> forgotten) {
        if (!isIn(heard)) {
            return;
        }
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
    }
}
