package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;

/**
 * Names one state of what is desired of an instance.
 *
 * @param id the instance
 * @param generation of the request; for a reboot, how many reboots were asked for so far
 */
public record InstanceRef(InstanceId id, long generation) {}
