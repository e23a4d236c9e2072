/**
 * The volumes of instances: what is wanted and known of them, the pure planner, and what is done about them beside everything else. May depend on
 * {@code hypervisor} and {@code os}.
 */
@NullMarked
package io.jarrah.nc.volume;

import org.jspecify.annotations.NullMarked;
