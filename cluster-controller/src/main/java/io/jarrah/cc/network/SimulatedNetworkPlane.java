package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkDocument;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** A plane for clouds without real hosts: keeps the document and touches nothing. */
public final class SimulatedNetworkPlane implements NetworkPlane {
    private volatile NetworkDocument applied = NetworkDocument.EMPTY;

    @Override
    public String name() {
        return "network-simulated";
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Duration apply(NetworkDocument document, Collection<String> tunnelPeers) {
        applied = document;
        return Duration.ZERO;
    }

    @Override
    public String tunnelAddress() {
        return "";
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    /** The document applied last. */
    public NetworkDocument applied() {
        return applied;
    }
}
