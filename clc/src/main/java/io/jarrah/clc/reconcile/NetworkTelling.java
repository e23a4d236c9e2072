package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.id.ClusterName;
import java.time.InstantSource;
import java.util.Optional;

/** Tells one cluster its network. */
record NetworkTelling(
        ClusterName cluster, ClusterRows rows, ClusterView view, ClusterService service, InstantSource clock) {
    /** What was told is known when this returns. */
    void tell(NetworkDocument document) {
        send(document);
        // Before it counts as told: if this fails, the document is told and acknowledged once more.
        rows.networkTakenUp(cluster, document.generation());
        view.acknowledgedNetwork(document, clock.instant());
    }

    /** What changed, where the cluster is known to hold what it changed from; else, and when nothing should have, the whole. */
    private void send(NetworkDocument document) {
        Optional<NetworkDocument> before = view.networkTold().filter(told -> told.generation() < document.generation());
        boolean told = before.isPresent()
                && service.applyNetworkDelta(
                        Correlation.random(), NetworkDelta.between(before.get(), document, view.digests()));
        if (!told) {
            service.applyNetwork(Correlation.random(), document);
        }
    }
}
