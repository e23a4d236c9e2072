/**
 * The storage controller: says how much room there is for volumes; volumes, snapshots and exports come here. May depend
 * on common alone.
 */
@NullMarked
package io.jarrah.sc;

import org.jspecify.annotations.NullMarked;
