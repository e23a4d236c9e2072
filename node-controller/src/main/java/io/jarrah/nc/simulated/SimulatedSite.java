package io.jarrah.nc.simulated;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.instance.InstanceRecords;
import io.jarrah.nc.network.NetworkPlane;
import io.jarrah.nc.network.NoNetworkPlane;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A site whose DHCP server gives running guests the address 10.x.y.z, of the last three bytes of their MAC address (mode SYSTEM). */
public final class SimulatedSite implements NetworkPlane {
    private static final int BYTE = 255;

    private final NetworkPlane nothing = new NoNetworkPlane();
    private final InstanceRecords records;

    public SimulatedSite(InstanceRecords records) {
        this.records = records;
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Map<InstanceId, String> learned() {
        Map<InstanceId, String> addresses = new HashMap<>();
        records.all().stream()
                .filter(record -> record.phase() == InstancePhase.RUNNING)
                .forEach(record -> record.spec().ifPresent(spec -> addresses.put(record.id(), address(spec))));
        return addresses;
    }

    private static String address(InstanceSpec spec) {
        int mac = (int) Long.parseLong(spec.nic().mac().replace(":", ""), 16);
        return "10." + (mac >> 16 & BYTE) + "." + (mac >> 8 & BYTE) + "." + (mac & BYTE);
    }

    @Override
    public long desire(NodeNetwork network) {
        return nothing.desire(network);
    }

    @Override
    public Optional<NodeNetwork> desired() {
        return nothing.desired();
    }

    @Override
    public void converge(Runnable startable) throws IOException {
        nothing.converge(startable);
    }

    @Override
    public boolean ready(InstanceId instance) {
        return nothing.ready(instance);
    }

    @Override
    public String bridge(int segment) {
        return nothing.bridge(segment);
    }

    @Override
    public void removeTap(String tap) {
        nothing.removeTap(tap);
    }

    @Override
    public String tunnelAddress() {
        return nothing.tunnelAddress();
    }

    @Override
    public Optional<String> problem() {
        return nothing.problem();
    }
}
