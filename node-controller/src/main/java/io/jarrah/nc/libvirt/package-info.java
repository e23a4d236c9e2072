/**
 * The hypervisor behind libvirt (KVM, QEMU, Xen): one connection, events, deadlines, and the domain XML. May depend on {@code hypervisor}.
 */
@NullMarked
package io.jarrah.nc.libvirt;

import org.jspecify.annotations.NullMarked;
