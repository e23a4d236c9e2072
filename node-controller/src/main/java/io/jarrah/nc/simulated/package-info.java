/**
 * A hypervisor and disks that only keep time: for tests of scale and for a cloud without root. May depend on {@code hypervisor}, {@code disk} and {@code image}.
 */
@NullMarked
package io.jarrah.nc.simulated;

import org.jspecify.annotations.NullMarked;
