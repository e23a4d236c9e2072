package io.jarrah.nc.network;

import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import java.util.Optional;

/** No network at all, for simulated instances: every instance can be started. */
public final class NoNetworkPlane implements NetworkPlane {
    @Override
    public void desire(NodeNetwork network) {}

    @Override
    public boolean desire(NetworkDelta delta) {
        return true;
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
    public Optional<String> problem() {
        return Optional.empty();
    }
}
