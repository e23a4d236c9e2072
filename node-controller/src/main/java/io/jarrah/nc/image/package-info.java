/**
 * Images on the node: download from Walrus, check, keep, evict. May depend on {@code common.contract} and {@code common.state}.
 */
@NullMarked
package io.jarrah.nc.image;

import org.jspecify.annotations.NullMarked;
