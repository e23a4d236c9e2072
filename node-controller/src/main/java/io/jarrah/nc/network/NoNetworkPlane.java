package io.jarrah.nc.network;

import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import java.util.Optional;

/** No network at all, for simulated instances: every instance can be started. What is desired is known, and nothing is made of it. */
public final class NoNetworkPlane implements NetworkPlane {
    private Optional<NodeNetwork> known = Optional.empty();

    @Override
    public synchronized long desire(NodeNetwork network) {
        NodeNetwork later = known.filter(before -> before.generation() > network.generation())
                .orElse(network);
        known = Optional.of(later);
        return later.generation();
    }

    @Override
    public synchronized Optional<NodeNetwork> desired() {
        return known;
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
