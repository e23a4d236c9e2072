package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.id.InstanceId;
import java.util.List;

/** One thing to tell a cluster. Each may be told again without harm. */
public sealed interface ClusterStep {
    /** Tell which nodes it has. */
    record ApplyNodes(long generation) implements ClusterStep {}

    /** End these instances. */
    record Terminate(List<InstanceRef> instances) implements ClusterStep {
        public Terminate {
            instances = List.copyOf(instances);
        }
    }

    /** Take these instances up, or take fresh image URLs for them. */
    record Run(List<InstanceId> instances) implements ClusterStep {
        public Run {
            instances = List.copyOf(instances);
        }
    }

    /** Reboot these instances; the generation is that of the reboot. */
    record Reboot(List<InstanceRef> instances) implements ClusterStep {
        public Reboot {
            instances = List.copyOf(instances);
        }
    }

    /** Drop these from its books. */
    record Forget(List<InstanceId> instances) implements ClusterStep {
        public Forget {
            instances = List.copyOf(instances);
        }
    }
}
