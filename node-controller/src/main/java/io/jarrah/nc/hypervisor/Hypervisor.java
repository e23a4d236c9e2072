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

    /** Starts a defined domain; does nothing when it runs already. */
    void start(InstanceId id) throws HypervisorException;

    /** Asks the guest to restart; it may ignore that. */
    void reboot(InstanceId id) throws HypervisorException;

    /** Restarts the domain at once, as its reset button would. */
    void reset(InstanceId id) throws HypervisorException;

    /** Stops the domain at once, as pulling the plug would. */
    void destroy(InstanceId id) throws HypervisorException;

    /** Makes a stopped domain unknown. */
    void undefine(InstanceId id) throws HypervisorException;

    /**
     * Calls that with the name of a domain whenever something about it may have changed, and with an empty name when
     * anything may have. The callee must return at once. To be called before {@code start}.
     */
    void onChange(Consumer<String> listener);
}
