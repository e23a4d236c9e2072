package io.jarrah.nc.simulated;

import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorContract;
import io.jarrah.nc.testing.Specs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

class SimulatedHypervisorContractTest extends HypervisorContract {
    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(
            SimulatedTiming.REALISTIC, new HostResources(4, 4096), InstantSource.system(), new Random(1));

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected DomainSpec spec(InstanceId id) {
        return Specs.domain(id, Path.of("/nowhere"));
    }
}
