package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDigests;
import io.jarrah.common.contract.NetworkDocument;
import java.time.Instant;
import java.util.Optional;

/**
 * The network document that one controller acknowledged last.
 *
 * @param at when
 */
record ToldNetwork(NetworkDocument document, Instant at) {
    Told.Message message() {
        return new Told.Message(document.generation(), at);
    }

    /**
     * Tells a controller the document: what changed, where it is known to hold what it changed from; else, and when nothing should have
     * changed, the whole.
     *
     * @param digests of the cluster's documents
     */
    static void send(
            ClusterService controller, Optional<ToldNetwork> told, NetworkDocument document, NetworkDigests digests) {
        Optional<NetworkDocument> before =
                told.map(ToldNetwork::document).filter(held -> held.generation() < document.generation());
        boolean taken = before.isPresent()
                && controller.applyNetworkDelta(
                        Correlation.random(), NetworkDelta.between(before.get(), document, digests));
        if (!taken) {
            controller.applyNetwork(Correlation.random(), document);
        }
    }
}
