package io.jarrah.clc.instance;

import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;

/** Reads serial consoles from the cluster; a port that the gateway implements, used by GetConsoleOutput alone. */
@FunctionalInterface
public interface ConsoleSource {
    /** The end of the console; a ServiceException NOT_FOUND when there is none, UNAVAILABLE when nobody answers in time. */
    ConsoleOutput read(Correlation correlation, ClusterName cluster, InstanceId instance);
}
