/**
 * The node's side of tenant networks: VXLAN links and bridges, as a diff of desired and actual. May depend on {@code os}.
 */
@NullMarked
package io.jarrah.nc.network;

import org.jspecify.annotations.NullMarked;
