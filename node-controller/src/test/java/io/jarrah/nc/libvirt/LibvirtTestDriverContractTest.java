package io.jarrah.nc.libvirt;

import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorContract;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.testing.Specs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over libvirt's own test driver: our calls, events and error codes, without a guest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtTestDriverContractTest extends HypervisorContract {
    private Path directory;
    private LibvirtHypervisor hypervisor;

    @BeforeAll
    void connect(@TempDir Path temporary) throws Exception {
        directory = temporary;
        hypervisor = new LibvirtHypervisor(
                LibvirtConfig.of("test:///default", Optional.of(HypervisorKind.TEST), directory),
                InstantSource.system());
        hypervisor.start();
    }

    @AfterAll
    void disconnect() throws Exception {
        hypervisor.stop();
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected DomainSpec spec(InstanceId id) {
        return Specs.domain(id, directory);
    }
}
