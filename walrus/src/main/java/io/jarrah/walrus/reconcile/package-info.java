/** Walrus' background work: removing blobs that nothing refers to. May depend on {@code blob}, {@code db} and {@code store}. */
@NullMarked
package io.jarrah.walrus.reconcile;

import org.jspecify.annotations.NullMarked;
