package io.jarrah.nc.network;

import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import java.util.Optional;

/** No network at all, for simulated instances: every instance can be started. What is desired is known, and nothing is made of it. */
public final class NoNetworkPlane implements NetworkPlane {
    private Optional<NodeNetwork> known = Optional.empty();

    @Override
    public synchronized void desire(NodeNetwork network) {
        if (known.filter(before -> before.generation() > network.generation()).isEmpty()) {
            known = Optional.of(network);
        }
    }

    @Override
    public synchronized boolean desire(NetworkDelta delta) {
        Optional<NodeNetwork> network = known.flatMap(delta::applyTo);
        network.ifPresent(this::desire);
        return network.isPresent();
    }

    @Override
    public void converge(Runnable startable) {
        startable.run();
    }

    @Override
    public boolean ready(InstanceId instance) {
        return true;
    }

    @Override
    public void removeTap(String tap) {}

    @Override
    public String tunnelAddress() {
        return "";
    }

    @Override
    public String bridge(int segment) {
        return SegmentPlan.bridge(segment);
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }
}
