package io.jarrah.nc.hypervisor;

/**
 * Whether the hypervisor answers.
 *
 * @param ok whether domains can be observed and started
 * @param message why not; empty when ok
 */
public record HypervisorHealth(boolean ok, String message) {
    /** All is well. */
    public static final HypervisorHealth OK = new HypervisorHealth(true, "");

    /** It does not answer. */
    public static HypervisorHealth failing(String message) {
        return new HypervisorHealth(false, message);
    }
}
