package io.jarrah.common.contract;

import io.jarrah.common.id.NodeName;
import java.time.Instant;

/**
 * One node as its cluster controller sees it.
 *
 * @param name the node
 * @param health how it is
 * @param message why it is not OK; empty when it is
 * @param since since when it has this health
 * @param hypervisor kvm, qemu, xen or simulated; empty before it was first heard
 * @param total what it can hold
 * @param available what is free by the cluster's ledger, which counts what was placed but not yet reported
 */
public record NodeStatus(
        NodeName name,
        Health health,
        String message,
        Instant since,
        String hypervisor,
        Capacity total,
        Capacity available) {}
