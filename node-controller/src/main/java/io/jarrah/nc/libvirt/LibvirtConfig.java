package io.jarrah.nc.libvirt;

import io.jarrah.nc.hypervisor.HypervisorKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach libvirt.
 *
 * @param uri connection URI such as qemu:///system
 * @param kind what runs domains; empty to find out whether KVM works
 * @param stateDirectory where the probe leaves its result
 * @param deadline how long one call may take
 * @param patience how long starting waits for the first connection
 */
public record LibvirtConfig(
        String uri, Optional<HypervisorKind> kind, Path stateDirectory, Duration deadline, Duration patience) {
    /** A deadline of 60 s (destroying a domain alone may take 25 s) and 15 s of patience. */
    public static LibvirtConfig of(String uri, Optional<HypervisorKind> kind, Path stateDirectory) {
        return new LibvirtConfig(uri, kind, stateDirectory, Duration.ofSeconds(60), Duration.ofSeconds(15));
    }
}
