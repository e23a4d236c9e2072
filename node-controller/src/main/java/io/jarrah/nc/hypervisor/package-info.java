/**
 * What the node needs of a hypervisor: define, start, stop and observe domains. Implemented by {@code libvirt} and {@code simulated}. May depend on {@code common.id} and {@code common.lifecycle} only.
 */
@NullMarked
package io.jarrah.nc.hypervisor;

import org.jspecify.annotations.NullMarked;
