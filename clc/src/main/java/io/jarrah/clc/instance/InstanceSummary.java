package io.jarrah.clc.instance;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.util.Optional;

/**
 * The part of an instance's row that planning needs, read without the rest.
 *
 * @param id the instance
 * @param desired what its owner wants
 * @param generation of what its owner wants
 * @param rebootGeneration how many reboots were asked for
 * @param request the API request that last changed what is desired
 * @param lastPhase what was heard last; empty when nothing was heard
 * @param lastNode where it was heard last
 */
public record InstanceSummary(
        InstanceId id,
        DesiredState desired,
        long generation,
        long rebootGeneration,
        Correlation request,
        Optional<InstancePhase> lastPhase,
        Optional<NodeName> lastNode) {}
