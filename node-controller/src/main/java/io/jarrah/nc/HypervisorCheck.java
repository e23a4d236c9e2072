package io.jarrah.nc;

import io.jarrah.common.http.HealthCheck;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorHealth;
import java.util.Optional;

/** Whether the hypervisor answers. */
record HypervisorCheck(Hypervisor hypervisor) implements HealthCheck {
    @Override
    public String name() {
        return "hypervisor";
    }

    @Override
    public Optional<String> problem() {
        HypervisorHealth health = hypervisor.health();
        return health.ok() ? Optional.empty() : Optional.of(health.message());
    }
}
