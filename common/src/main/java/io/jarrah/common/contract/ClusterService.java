package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import java.time.Duration;
import java.util.List;

/**
 * What a cluster controller does for the cloud controller (cluster.wsdl).
 *
 * <p>Every method is idempotent, may be called again after a time-out, and throws {@link ServiceException}. Of a cluster's two controllers
 * the one that is not in charge answers {@link #describeCluster}, {@link #applyNetwork}, {@link #applyNetworkDelta} and {@link #applyNodes},
 * and to all else UNAVAILABLE. So an acknowledgement of these does not say that the cluster is served accordingly: that takes knowing
 * whose it is, which the epoch of {@link #describeInstances} tells.
 */
public interface ClusterService {
    /** What the controller says of itself; its tunnel address is the same from its start to its end. */
    ClusterDescription describeCluster(Correlation correlation);

    /** Nodes whose status changed after that revision, waiting up to {@code wait} (0 to 60 s) for a first change. */
    Changes<NodeStatus> describeNodes(Correlation correlation, Revision since, Duration wait);

    /** Instances that changed after that revision, waiting up to {@code wait} (0 to 60 s) for a first change. */
    Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait);

    /** Takes the instances up: they are on the controller's disk when this returns, and are placed and started after. */
    void runInstances(Correlation correlation, List<InstanceSpec> specs);

    /** Ends the instances; one that is unknown is remembered as terminated, so that a delayed run cannot raise it. */
    void terminateInstances(Correlation correlation, List<InstanceRef> instances);

    /** Reboots each instance whose reboot generation is above the one carried out. */
    void rebootInstances(Correlation correlation, List<InstanceRef> instances);

    /** As {@link NodeService#applyVolumes} at the instance's node; UNAVAILABLE while that does not answer or is not known yet. Not kept by the controller. */
    void applyVolumes(Correlation correlation, InstanceVolumes volumes);

    /** Drops terminated instances from the books; others are left alone. */
    void forgetInstances(Correlation correlation, List<InstanceId> instances);

    /** The end of the instance's serial console, read from its node. */
    ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance);

    /**
     * Makes the document the cluster's network, unless it has a later generation; applied after this returns, by the controller that is in
     * charge. It is on the disk then, too, unless the disk did not take it: then it counts all the same, and is written when there is room.
     */
    void applyNetwork(Correlation correlation, NetworkDocument document);

    /**
     * Makes the cluster's network what the delta leads to, as {@link #applyNetwork} would.
     *
     * @return false when the whole document is needed instead, because another one is held than the delta starts from
     */
    boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta);

    /** Makes these the cluster's nodes, unless it has those of a later generation; they are on disk when this returns. */
    void applyNodes(Correlation correlation, NodeRegistry registry);
}
