/**
 * The node's side of tenant networks: VXLAN links and bridges, as a diff of desired and actual, and who may use them. May depend on {@code os} and
 * {@code firewall}.
 */
@NullMarked
package io.jarrah.nc.network;

import org.jspecify.annotations.NullMarked;
