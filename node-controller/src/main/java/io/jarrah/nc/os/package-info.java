/**
 * The node's external programs, one class each: ip, bridge, qemu-img; and kernel settings. May depend on {@code common.os}.
 */
@NullMarked
package io.jarrah.nc.os;

import org.jspecify.annotations.NullMarked;
