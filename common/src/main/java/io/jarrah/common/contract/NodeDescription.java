package io.jarrah.common.contract;

/**
 * A node about itself.
 *
 * @param hypervisor kvm, qemu, xen or simulated
 * @param health OK or IMPAIRED
 * @param message why it is not OK; empty when it is
 * @param total what it can hold, after MAX_CORES, MAX_MEM and MAX_DISK
 * @param used what its records take
 * @param tunnelAddress IPv4 address other nodes send VXLAN to; empty when simulated
 * @param unknownDomains libvirt domains no record explains: reported, never killed
 */
public record NodeDescription(
        String hypervisor,
        Health health,
        String message,
        Capacity total,
        Capacity used,
        String tunnelAddress,
        java.util.List<String> unknownDomains) {}
