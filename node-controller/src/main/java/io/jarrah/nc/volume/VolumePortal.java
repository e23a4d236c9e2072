package io.jarrah.nc.volume;

import io.jarrah.nc.hypervisor.DomainVolume;
import java.util.Optional;

/** The way to volumes, tried out without a guest: a guest stands still as long as its disk's server does not answer a login. */
public interface VolumePortal {
    /** Volumes that are always there. */
    VolumePortal OPEN = new VolumePortal() {
        @Override
        public int sizeGib(DomainVolume volume) {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }
    };

    /**
     * Logs in to the volume and out again; takes seconds at most, and ends early when its thread is interrupted.
     *
     * @return GiB that it has, rounded down
     * @throws VolumeUnavailableException when it does not answer or does not let this node in
     */
    int sizeGib(DomainVolume volume) throws VolumeUnavailableException;

    /** Why no volume can be reached from this node, and what to do; empty when some may. */
    Optional<String> problem();
}
