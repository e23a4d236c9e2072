package io.jarrah.nc.simulated;

import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.VolumeContract;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.testing.Volumes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

class SimulatedVolumeContractTest extends VolumeContract {
    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(
            SimulatedTiming.REALISTIC, new HostResources(4, 4096), InstantSource.system(), new Random(1));

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected DomainSpec spec() {
        return Specs.domain(Specs.ID, Path.of("/nowhere"));
    }

    @Override
    protected DomainVolume volume(int number, String dev) {
        return Volumes.domainVolume(number, 1, dev);
    }
}
