/**
 * Instances: durable records, the pure planner, the reconciler and the operations of the node service. May depend on {@code hypervisor}, {@code volume}, {@code disk} and {@code network}.
 */
@NullMarked
package io.jarrah.nc.instance;

import org.jspecify.annotations.NullMarked;
