/**
 * Snapshots: what is wanted of each, what is true, and how one becomes the other. May depend on {@code volume} and what that may depend on.
 */
@NullMarked
package io.jarrah.sc.snapshot;

import org.jspecify.annotations.NullMarked;
