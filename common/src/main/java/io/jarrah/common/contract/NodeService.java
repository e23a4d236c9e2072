package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import java.time.Duration;
import java.util.List;

/**
 * What a node controller does for its cluster controller (node.wsdl).
 *
 * <p>Every method is idempotent, may be called again after a time-out, and throws {@link ServiceException}.
 */
public interface NodeService {
    /** The node about itself. */
    NodeDescription describeNode(Correlation correlation);

    /** Instances that changed after that revision, waiting up to {@code wait} (0 to 60 s) for a first change. */
    Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait);

    /** Takes the instance up: its record is on disk when this returns, and it is staged and booted after. Refused with NO_CAPACITY when it does not fit. */
    void runInstance(Correlation correlation, InstanceSpec spec);

    /** Ends the instance; an unknown one is remembered as terminated. */
    void terminateInstance(Correlation correlation, InstanceRef instance);

    /** Reboots when the reboot generation is above the one carried out. */
    void rebootInstance(Correlation correlation, InstanceRef instance);

    /** Attaches and detaches until the instance has these volumes; on disk when this returns. Refused with NOT_FOUND when the node does not know the instance. */
    void applyVolumes(Correlation correlation, InstanceVolumes volumes);

    /** Drops records of terminated instances; others are left alone. */
    void forgetInstances(Correlation correlation, List<InstanceId> instances);

    /** The end of the instance's serial console. */
    ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance);

    /**
     * Connects the node to these segments; bridges without an instance or a segment are removed.
     *
     * @return the generation that the node holds now; a higher one than this network's says that the network was ignored
     */
    long applyNetwork(Correlation correlation, NodeNetwork network);

    /**
     * Connects the node as {@link #applyNetwork} would with what the delta leads to.
     *
     * @return false when the whole is needed instead, because something else is held than the delta starts from
     */
    boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta);
}
