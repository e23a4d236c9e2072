package io.jarrah.nc.hypervisor;

/** Why a domain is not running. */
public enum StopReason {
    /** It never ran, or the hypervisor does not remember: it was restarted since. */
    UNKNOWN,
    /** The guest's system powered itself off. */
    GUEST_SHUTDOWN,
    /** The host told it to stop, as it does when it goes down itself. */
    HOST_SHUTDOWN,
    /** Somebody pulled the plug through the hypervisor. */
    DESTROYED,
    /** Its process died or the guest crashed. */
    CRASHED,
    /** It could not be started. */
    FAILED
}
