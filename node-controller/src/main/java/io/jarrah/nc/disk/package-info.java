/**
 * The files an instance boots from, made from cached images. May depend on {@code image} and {@code os}.
 */
@NullMarked
package io.jarrah.nc.disk;

import org.jspecify.annotations.NullMarked;
