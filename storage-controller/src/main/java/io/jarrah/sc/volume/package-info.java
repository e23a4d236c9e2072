/**
 * Volumes: what is wanted of each, what is true, and how one becomes the other. May depend on {@code backend}, {@code copy} and {@code export}.
 */
@NullMarked
package io.jarrah.sc.volume;

import org.jspecify.annotations.NullMarked;
