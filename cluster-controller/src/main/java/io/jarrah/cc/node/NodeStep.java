package io.jarrah.cc.node;

import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import java.util.List;

/** One call to a node; each is idempotent and sent again until its effect is observed. */
public sealed interface NodeStep {
    /** Connect the node to these segments, and guard its instances by these groups. */
    record ApplyNetwork(NodeNetwork network) implements NodeStep {
        /** For messages: a network may name thousands of addresses. */
        @Override
        public String toString() {
            return "ApplyNetwork[generation=" + network.generation() + "]";
        }
    }

    /** Take the instance up. */
    record RunInstance(InstanceSpec spec) implements NodeStep {}

    /** End the instance. */
    record TerminateInstance(InstanceRef instance) implements NodeStep {}

    /** Reboot the instance. */
    record RebootInstance(InstanceRef instance) implements NodeStep {}

    /** Drop terminated instances. */
    record ForgetInstances(List<InstanceId> instances) implements NodeStep {
        public ForgetInstances {
            instances = List.copyOf(instances);
        }
    }
}
