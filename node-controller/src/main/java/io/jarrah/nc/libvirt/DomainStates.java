package io.jarrah.nc.libvirt;

import io.jarrah.nc.hypervisor.DomainState;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.hypervisor.StopReason;
import java.time.Instant;
import java.util.Optional;

/** Translates libvirt's numbers; all of them are in libvirt-domain.h. */
final class DomainStates {
    /** Of no number of libvirt's: something changed. */
    static final int EVENT_OTHER = -1;

    /** Of no number of libvirt's, which has another kind of event for it. */
    static final int EVENT_REBOOTED = -2;

    static final int EVENT_STARTED = 2;
    static final int EVENT_SHUTDOWN = 6;
    static final int SHUTDOWN_BY_HOST = 2;

    private static final int PAUSED = 3;
    private static final int SHUTDOWN = 4;
    private static final int SHUTOFF = 5;
    private static final int CRASHED = 6;
    private static final int PAUSED_STARTING_UP = 11;

    private DomainStates() {}

    /**
     * The domain as the contract has it.
     *
     * @param hostStopped whether its last shutdown was the host's wish, as an event said
     */
    static ObservedDomain observed(
            String name, EventConnect.RawState raw, boolean hostStopped, Optional<Instant> lastReset) {
        return switch (raw.state()) {
            case PAUSED ->
                new ObservedDomain(
                        name,
                        raw.reason() == PAUSED_STARTING_UP ? DomainState.STARTING : DomainState.RUNNING,
                        StopReason.UNKNOWN,
                        lastReset);
            case SHUTDOWN -> new ObservedDomain(name, DomainState.STOPPING, StopReason.UNKNOWN, lastReset);
            case SHUTOFF ->
                new ObservedDomain(name, DomainState.STOPPED, stopReason(raw.reason(), hostStopped), lastReset);
            case CRASHED -> new ObservedDomain(name, DomainState.STOPPED, StopReason.CRASHED, lastReset);
            default -> new ObservedDomain(name, DomainState.RUNNING, StopReason.UNKNOWN, lastReset);
        };
    }

    private static StopReason stopReason(int reason, boolean hostStopped) {
        return switch (reason) {
            case 1 -> hostStopped ? StopReason.HOST_SHUTDOWN : StopReason.GUEST_SHUTDOWN;
            case 2 -> StopReason.DESTROYED;
            case 3 -> StopReason.CRASHED;
            case 6 -> StopReason.FAILED;
            default -> StopReason.UNKNOWN;
        };
    }
}
