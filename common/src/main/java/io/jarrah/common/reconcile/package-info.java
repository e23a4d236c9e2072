/**
 * The loop that drives every reconciler: keys, not events; woken by signal and by timer; errors back off. May depend on {@code lifecycle}.
 */
@NullMarked
package io.jarrah.common.reconcile;

import org.jspecify.annotations.NullMarked;
