package io.jarrah.nc.hypervisor;

/** What a domain does now. */
public enum DomainState {
    /** Being started; not yet executing. */
    STARTING(true),
    /** Executing, or paused for a moment. */
    RUNNING(true),
    /** Told to stop and doing so. */
    STOPPING(true),
    /** Defined, not executing. */
    STOPPED(false);

    private final boolean active;

    DomainState(boolean active) {
        this.active = active;
    }

    /** Whether it holds memory and processors now. */
    public boolean active() {
        return active;
    }
}
