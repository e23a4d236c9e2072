package io.jarrah.nc.hypervisor;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.lifecycle.Service;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What runs domains. Operations return when the hypervisor has carried them out, within a deadline of its own, and may
 * be repeated: defining again replaces, destroying or undefining what is not there does nothing.
 *
 * <p>Started domains outlive this object and the process.
 */
public interface Hypervisor extends Service {
    /** What runs the domains; settled once started. */
    HypervisorKind kind();

    /** Whether it answers, as far as is known without asking. */
    HypervisorHealth health();

    /** What the host has. */
    HostResources host() throws HypervisorException;

    /** All domains of the host, Jarrah's or not, running or not. */
    List<ObservedDomain> domains() throws HypervisorException;

    /** The instance's domain; empty only when the hypervisor is sure that there is none. */
    Optional<ObservedDomain> domain(InstanceId id) throws HypervisorException;

    /** Makes the domain known, or replaces what is known of one that does not run. */
    void define(DomainSpec spec) throws HypervisorException;

    /** Starts a defined domain that has no volumes; does nothing when it runs already. */
    default void start(InstanceId id) throws HypervisorException {
        start(id, List.of());
    }

    /**
     * Starts a defined domain; does nothing when it runs already.
     *
     * @param volumes those it was defined with
     */
    void start(InstanceId id, List<DomainVolume> volumes) throws HypervisorException;

    /** Asks the guest to restart; it may ignore that. */
    void reboot(InstanceId id) throws HypervisorException;

    /** Restarts the domain at once, as its reset button would. */
    void reset(InstanceId id) throws HypervisorException;

    /** Stops the domain at once, as pulling the plug would. */
    void destroy(InstanceId id) throws HypervisorException;

    /** Makes a stopped domain unknown. */
    void undefine(InstanceId id) throws HypervisorException;

    /** The volumes that the domain's process has open, or is letting go of; none when it does not run. Answers also while another call about the domain waits. */
    List<VolumeDisk> volumes(InstanceId id) throws HypervisorException;

    /**
     * Gives a running domain one more disk; when this returns, the guest can use it. May take as long as the volume's server does not answer, and as
     * long the guest may stand still: only to be called with one that did a moment ago.
     */
    void attach(InstanceId id, DomainVolume volume) throws HypervisorException;

    /** Asks the guest to let a disk go; {@link #volumes} says when it has. It may not notice, and has to be asked again then. */
    void detach(InstanceId id, VolumeDisk disk) throws HypervisorException;

    /**
     * Shows the guest how much larger the volume has become.
     *
     * @param sizeGib GiB that its server has already
     */
    void grow(InstanceId id, VolumeDisk disk, int sizeGib) throws HypervisorException;

    /**
     * Calls that with the name of a domain whenever something about it may have changed, and with an empty name when
     * anything may have. The callee must return at once. To be called before {@code start}.
     */
    void onChange(Consumer<String> listener);
}
