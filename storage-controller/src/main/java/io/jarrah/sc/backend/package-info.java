/**
 * Where the data of volumes and snapshots lie. May depend on {@code os}.
 */
@NullMarked
package io.jarrah.sc.backend;

import org.jspecify.annotations.NullMarked;
