package io.jarrah.nc.hypervisor;

/**
 * What the host has, all of it.
 *
 * @param cpus logical processors
 * @param memoryMib MiB of memory
 */
public record HostResources(int cpus, int memoryMib) {}
